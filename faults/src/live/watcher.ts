import { WebSocket } from 'ws';

type Event = { seq: number; cursor: string };
type Message = { type: string; payload?: { data?: Record<string, Event> | null } };

/** `url` is asked for whenever a line is opened: the desk may have moved. */
export type WatcherOptions = {
  url(): Promise<string>;
  token: string;
  /** Null: the whole desk is watched. */
  ticketId: string | null;
  /** The last that is known: a seq of the ticket, or a cursor of the desk. */
  after: number | string;
  /** What is asked for of each event beside its place. */
  select?: string;
  /** Told of each event as it comes. */
  onEvent?(seq: number): void;
};

const onTicket = (select: string) =>
  `subscription ($ticketId: ID!, $after: Int) { ticketEvents(ticketId: $ticketId, after: $after) { seq cursor ${select} } }`;
const onDesk = (select: string) =>
  `subscription ($after: String) { deskEvents(after: $after) { seq cursor ${select} } }`;
const AGAIN = 50;

/** A client of graphql-transport-ws that keeps what has come, and comes back with the last of it whenever its line is cut. */
export class Watcher {
  readonly seen: Event[] = [];
  cuts = 0;
  /** By which codes its lines were closed that it has not cut itself. */
  readonly closes: number[] = [];
  /** Where it began. */
  readonly start: number | string;
  readonly #options: WatcherOptions;
  #socket: WebSocket | null = null;
  #stopped = false;
  #pause = 0;
  #waiting: { reached: (events: readonly Event[]) => boolean; resolve: () => void }[] = [];
  #acknowledged = false;
  /** Of the next line that is signed in, when there is none. */
  #live = Promise.withResolvers<void>();

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.start = options.after;
    void this.#open();
  }

  /** Resolves when the present line is signed in and its subscription sent. */
  get live(): Promise<void> {
    return this.#live.promise;
  }

  /** Resolves when it holds for what has come. */
  until(reached: (events: readonly Event[]) => boolean): Promise<void> {
    if (reached(this.seen)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ reached, resolve }));
  }

  /** Like a cable that is pulled; it is put back after `pause` milliseconds. */
  cut(pause: number): void {
    this.cuts += 1;
    this.#pause = pause;
    this.#socket?.terminate();
  }

  /** Like a process that is halted: the line stays, and nothing is read from it. */
  freeze(): void {
    this.#socket?.pause();
  }

  thaw(): void {
    this.#socket?.resume();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.terminate();
  }

  async #open(): Promise<void> {
    const { token } = this.#options;
    const url = await this.#options.url();
    if (this.#stopped) return;
    const socket = new WebSocket(`${url.replace(/^http/u, 'ws')}/graphql`, 'graphql-transport-ws');
    this.#socket = socket;
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { token } })));
    socket.on('error', () => undefined);
    socket.on('message', (data) => this.#hear(socket, JSON.parse((data as Buffer).toString()) as Message));
    socket.on('close', (code) => {
      if (this.#pause === 0 && !this.#stopped) this.closes.push(code);
      if (this.#acknowledged) this.#live = Promise.withResolvers();
      this.#acknowledged = false;
      const pause = this.#pause || AGAIN;
      this.#pause = 0;
      if (!this.#stopped) setTimeout(() => void this.#open(), pause);
    });
  }

  #hear(socket: WebSocket, { type, payload }: Message): void {
    if (type === 'connection_ack') {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: this.#wish() }));
      this.#acknowledged = true;
      this.#live.resolve();
    } else if (type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
    else if (type === 'next') {
      const [event] = Object.values(payload?.data ?? {});
      if (event) {
        // What else was asked for is not kept.
        this.seen.push({ seq: event.seq, cursor: event.cursor });
        this.#options.onEvent?.(event.seq);
      }
      this.#waiting = this.#waiting.filter(({ reached, resolve }) => {
        const there = reached(this.seen);
        if (there) resolve();
        return !there;
      });
    } else if (type === 'error' || type === 'complete') socket.terminate();
  }

  #wish() {
    const { ticketId, after, select = '' } = this.#options;
    const last = this.seen.at(-1);
    if (ticketId === null) return { query: onDesk(select), variables: { after: last?.cursor ?? after } };
    return { query: onTicket(select), variables: { ticketId, after: last?.seq ?? after } };
  }
}
