import { setTimeout as pause } from 'node:timers/promises';
import { LiveClient, type LiveSubscription } from './live-client.ts';

type Seen = { seq: number; type: string; cursor: string; ticketId: string };

/** What a client has to keep to lose nothing: the last seq of each ticket, and the desk's last cursor. */
export type Watched = { seen: Seen[]; gone: boolean; errors: string[] };

const TICKET = /* GraphQL */ `
  subscription ($ticketId: ID!, $after: Int) {
    ticketEvents(ticketId: $ticketId, after: $after) {
      seq
      type
      cursor
      ticketId
      actor {
        name
      }
      ... on CommentAdded {
        comment {
          bodyText
          visibility
        }
      }
      ... on TicketChanged {
        changed
      }
    }
  }
`;
const DESK = TICKET.replace('$ticketId: ID!, $after: Int', '$after: String').replace(
  'ticketEvents(ticketId: $ticketId, after: $after)',
  'deskEvents(after: $after)',
);

/** A viewer on an unreliable line: watches tickets, and the desk where they may, and resumes wherever they were cut off. */
export class ResumingViewer {
  readonly name: string;
  readonly tickets: Map<string, Watched>;
  readonly desk: Watched & { start: string | null };
  /** Everything that came over the wire. */
  readonly frames: string[] = [];
  readonly #urls: readonly string[];
  readonly #token: string;
  readonly #random: () => number;
  #client: LiveClient | null = null;
  #reached = false;
  #stopped = false;
  cuts = 0;
  cutsInReplay = 0;

  constructor(
    given: { name: string; token: string; urls: readonly string[]; random: () => number },
    watches: { ticketIds: readonly string[]; deskAfter: string | null },
  ) {
    this.name = given.name;
    this.#urls = given.urls;
    this.#token = given.token;
    this.#random = given.random;
    this.tickets = new Map(watches.ticketIds.map((id) => [id, { seen: [], gone: false, errors: [] }]));
    this.desk = { seen: [], gone: false, errors: [], start: watches.deskAfter };
  }

  /** Watches until stopped; comes back at once whenever the line is cut, now and then to be cut off within the replay. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const url = this.#urls[Math.floor(this.#random() * this.#urls.length)] as string;
      const client = await LiveClient.open(url, this.#token).catch(() => null);
      if (!client) {
        await pause(20);
        continue;
      }
      this.#client = client;
      // Stopped while it was on its way.
      if (this.#stopped) return client.cut();
      if (this.#random() < 0.6) this.#cutWithinReplay(client, 1 + Math.floor(this.#random() * 3));
      this.#reached = false;
      client.socket.on('message', (data) => {
        this.#reached = true;
        this.frames.push((data as Buffer).toString());
      });
      const over = client.closed.then(() => true);
      const watches = [...this.tickets].map(([id, watched]) => this.#watchTicket(client, id, watched, over));
      if (this.desk.start !== null) watches.push(this.#watchDesk(client, over));
      await Promise.all(watches);
      // Away for a while: there is something to replay.
      if (!this.#stopped) await pause(this.#random() * 300);
    }
  }

  /** Pulls the cable, if anything has come through it: a slow machine must get somewhere between two cuts. */
  cut(): void {
    if (!this.#reached) return;
    this.#reached = false;
    this.cuts += 1;
    this.#client?.cut();
  }

  stop(): void {
    this.#stopped = true;
    this.#client?.cut();
  }

  #cutWithinReplay(client: LiveClient, after: number): void {
    let messages = 0;
    client.socket.on('message', () => {
      messages += 1;
      if (messages !== after) return;
      this.cutsInReplay += 1;
      client.cut();
    });
  }

  async #watchTicket(client: LiveClient, ticketId: string, watched: Watched, over: Promise<boolean>): Promise<void> {
    while (client.socket.readyState === client.socket.OPEN) {
      const watch = client.subscribe(TICKET, { ticketId, after: watched.seen.at(-1)?.seq ?? 0 });
      await this.#follow(watch, watched, over);
      if (watch.ended === null) return;
      // Not theirs at this moment; it may become so again.
      watched.gone = true;
      await pause(100);
    }
  }

  async #watchDesk(client: LiveClient, over: Promise<boolean>): Promise<void> {
    const watch = client.subscribe(DESK, { after: this.desk.seen.at(-1)?.cursor ?? this.desk.start });
    await this.#follow(watch, this.desk, over);
  }

  /** Keeps what comes, as it comes, until the subscription ends or the line is cut. */
  async #follow(watch: LiveSubscription, watched: Watched, over: Promise<boolean>): Promise<void> {
    watch.onEvent = (event) => {
      watched.gone = false;
      watched.seen.push(event as unknown as Seen);
    };
    await Promise.race([over, watch.finished]);
    watch.onEvent = null;
    if (watch.ended !== null && watch.ended !== 'COMPLETE') watched.errors.push(watch.ended[0]?.extensions.code ?? '');
  }
}
