import type { Desk } from '../desk.ts';
import { comparePositions, notFound, type Position } from './cursor.ts';
import { Delivery } from './delivery.ts';
import type { Group } from './group.ts';
import type { LiveSource } from './live-source.ts';
import { readSafeLog, type LogEvent } from './log.ts';
import { Topic, type Limit, type Page, type Step } from './topic.ts';

/** Events of the desk read at once. */
const PAGE = 200;

/** What makes one event of the log ready for a group; `among` are the events it came with. */
export type MakeStep = (
  group: Group<Position>,
  event: LogEvent,
  delivery: Delivery,
  among: readonly LogEvent[],
) => Promise<Pick<Step<Position>, 'payload'>>;

/** The desk's own log, for staff. A place is a position in it; only safe rows are passed, live and in replay alike. */
export class LogTopic extends Topic<Position> {
  readonly outlivesAccess: boolean;
  readonly #desk: Desk;
  readonly #source: LiveSource;
  readonly #position: () => Position;
  readonly #makeStep: MakeStep;

  /** `position`: where the feed stands, moved before anything is handed on. */
  constructor(
    from: { desk: Desk; source: LiveSource; limit: Limit; position: () => Position },
    outlivesAccess: boolean,
    makeStep: MakeStep,
  ) {
    super(from.limit);
    this.outlivesAccess = outlivesAccess;
    this.#desk = from.desk;
    this.#source = from.source;
    this.#position = from.position;
    this.#makeStep = makeStep;
  }

  protected compare(a: Position, b: Position): number {
    return comparePositions(a, b);
  }

  /** Who is live has passed all rows that went before. */
  protected adjoins(): boolean {
    return true;
  }

  protected handedOn(): Position {
    return this.#position();
  }

  protected emptied(): void {}

  protected async read(group: Group<Position>, from: Position | null): Promise<Page<Position>> {
    const events = from === null ? [] : await readSafeLog(this.#desk.db, this.#desk.epoch, from, PAGE);
    const comments = group.wish.prepared.showsComments;
    const delivery = await Delivery.open(this.#desk, this.#source, events, { comments });
    return { ...(await this.prepare(group, events, delivery)), full: events.length === PAGE };
  }

  protected async prepare(
    group: Group<Position>,
    events: readonly LogEvent[],
    delivery: Delivery,
  ): Promise<Page<Position>> {
    const steps = events.map(async (event) => ({
      place: { epoch: event.epoch, xid: event.xid, id: event.id },
      ...(await this.#makeStep(group, event, delivery, events)),
    }));
    return {
      steps: await Promise.all(steps),
      full: false,
      now: this.#position(),
      refusal: ({ connection }) => (connection.audience === 'STAFF' ? null : notFound()),
    };
  }
}
