import { once } from 'node:events';
import { WebSocket } from 'ws';

export type Message = { id?: string; type: string; payload?: unknown };
export type LiveError = { message: string; extensions: { code: string } };

type Payload = { data: Record<string, Record<string, unknown>> | null; errors?: LiveError[] };

function eventOf({ data }: Payload): Record<string, unknown> {
  return Object.values(data ?? {})[0] ?? {};
}

/** One subscription as a client sees it: everything that came, in order, and how it ended. */
export class LiveSubscription {
  readonly payloads: Payload[] = [];
  ended: 'COMPLETE' | LiveError[] | null = null;
  /** Told of each event in the very turn in which it comes. */
  onEvent: ((event: Record<string, unknown>) => void) | null = null;
  readonly finished: Promise<void>;
  #finish: () => void = () => {};
  readonly #waiting = new Set<() => void>();

  constructor() {
    this.finished = new Promise((resolve) => (this.#finish = resolve));
  }

  receive(message: Message): void {
    if (message.type === 'next') {
      this.payloads.push(message.payload as never);
      this.onEvent?.(eventOf(message.payload as Payload));
    } else {
      this.ended = message.type === 'complete' ? 'COMPLETE' : (message.payload as LiveError[]);
      this.#finish();
    }
    for (const wake of this.#waiting) wake();
  }

  /** The root field's values. */
  get events(): Record<string, unknown>[] {
    return this.payloads.map(eventOf);
  }

  /** Resolves when so many events have come. */
  async count(wanted: number): Promise<Record<string, unknown>[]> {
    await this.until(() => this.payloads.length >= wanted, `${wanted} events`);
    return this.events;
  }

  /** Resolves with the code of the error that ended it. */
  async end(): Promise<string> {
    await this.until(() => this.ended !== null, 'the end');
    return this.ended === 'COMPLETE' ? 'COMPLETE' : (this.ended?.[0]?.extensions.code ?? 'none');
  }

  until(holds: () => boolean, what: string, patience = 8_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(
          new Error(`Waited for ${what}; came: ${JSON.stringify(this.events)}, ended: ${JSON.stringify(this.ended)}`),
        );
      }, patience);
      const look = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** A client of graphql-transport-ws, small enough to be cut off at any moment. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly #subscriptions = new Map<string, LiveSubscription>();
  #acknowledged: (() => void) | undefined;
  #last = 0;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url.replace(/^http/, 'ws').replace(/\/?$/, '/graphql'), 'graphql-transport-ws', {
      headers,
    });
    this.closed = once(this.socket, 'close').then(([code]) => code as number);
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString()) as Message;
      if (message.type === 'connection_ack') this.#acknowledged?.();
      else if (message.id !== undefined) this.#subscriptions.get(message.id)?.receive(message);
    });
  }

  /** Connects as the holder of a token. Rejects when the server refuses. */
  static async open(url: string, token: string): Promise<LiveClient> {
    const client = new LiveClient(url);
    await Promise.race([
      client.init({ token }),
      client.closed.then((code) => Promise.reject(new Error(`closed with ${code}`))),
    ]);
    return client;
  }

  async init(payload: Record<string, unknown>): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
    const acknowledged = new Promise<void>((resolve) => (this.#acknowledged = resolve));
    this.send({ type: 'connection_init', payload });
    await acknowledged;
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(query: string, variables: Record<string, unknown> = {}): LiveSubscription & { id: string } {
    const id = String((this.#last += 1));
    const subscription = Object.assign(new LiveSubscription(), { id });
    this.#subscriptions.set(id, subscription);
    this.send({ id, type: 'subscribe', payload: { query, variables } });
    return subscription;
  }

  /** A round trip: what was sent before has been received. Says nothing of what the server has still to do with it. */
  async ping(): Promise<void> {
    const answered = once(this.socket, 'pong');
    this.socket.ping();
    await answered;
  }

  /** Like a cable that is pulled. */
  cut(): void {
    this.socket.terminate();
  }
}
