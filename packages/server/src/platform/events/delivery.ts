import { execute, GraphQLError, type ExecutionResult } from 'graphql';
import { hidesInternal, may } from '@copydesk/rules';
import type { Desk } from '../desk.ts';
import { logFailure } from '../graphql/apollo.ts';
import { createContext, type Context } from '../graphql/context.ts';
import { apiError, codeOf, maskError } from '../graphql/errors.ts';
import { lengthOf } from '../graphql/write-answer.ts';
import type { Viewer } from '../viewer.ts';
import type { Group } from './group.ts';
import type { LiveSource, LoadedTickets, TicketAccess } from './live-source.ts';
import type { LogEvent } from './log.ts';
import { classOf } from './viewer-class.ts';

let deliveries = 0;
/** Characters of one event's answer, more or less: a comment with all its texts has room. */
const LONGEST = 4_000_000;
const TOO_LONG = `An event's answer would be longer than ${LONGEST / 1_000_000} million characters. Subscribe to less of it, and query the rest.`;

/** `answers`: who may see it, by class, and by person for those who take part. */
type Ticket = TicketAccess & { participants: ReadonlySet<string>; answers: Map<string, boolean> };

/**
 * Some events on their way to their subscribers: the tickets as they are now, who may see them, and each group's JSON,
 * made once.
 */
export class Delivery {
  readonly #desk: Desk;
  readonly #source: LiveSource;
  readonly #loaded: LoadedTickets;
  readonly #id = `live ${(deliveries += 1)}`;
  readonly #tickets = new Map<string, Ticket>();
  readonly #contexts = new Map<string, Context>();
  /** Rows are loaded once for all who are shown them. */
  readonly #rows: Context['rows'];
  readonly #payloads = new Map<unknown, Map<string, Promise<Buffer>>>();

  private constructor(desk: Desk, source: LiveSource, loaded: LoadedTickets, rows: Context['rows']) {
    this.#desk = desk;
    this.#source = source;
    this.#loaded = loaded;
    this.#rows = rows;
    for (const access of loaded.tickets) {
      const { requesterId, assigneeId, ccIds, followerIds } = access.subject;
      const participants = new Set([requesterId, ...(assigneeId ? [assigneeId] : []), ...ccIds, ...followerIds]);
      this.#tickets.set(access.id, { ...access, participants, answers: new Map() });
    }
  }

  /**
   * Loads who may see the events' tickets, and `also`. Called after the events were read: what they ended is known.
   * `comments`: somebody is shown the comments that the events name.
   */
  static async open(
    desk: Desk,
    source: LiveSource,
    events: readonly LogEvent[],
    { also = [], comments = false }: { also?: readonly string[]; comments?: boolean } = {},
  ): Promise<Delivery> {
    const tickets = new Set(also);
    const people = new Set<string>();
    const expected = new Set<string>();
    for (const { ticketId, actorId, data } of events) {
      if (ticketId !== null) tickets.add(ticketId);
      if (actorId !== null) people.add(actorId);
      if (data.personId !== undefined) people.add(data.personId);
      if (comments && data.commentId !== undefined) expected.add(data.commentId);
    }
    const rows: Context['rows'] = new Map();
    source.expectComments(rows, [...expected]);
    return new Delivery(desk, source, await source.loadTickets([...tickets], [...people]), rows);
  }

  ticket(ticketId: string): TicketAccess | null {
    return this.#tickets.get(ticketId) ?? null;
  }

  /** May the viewer see the ticket's events, as it is now? Asked once for a class, and for each who takes part. */
  maySee(viewer: Viewer, ticketId: string): boolean {
    const ticket = this.#tickets.get(ticketId);
    if (!ticket) return false;
    const own = classOf(viewer, false);
    const question = ticket.participants.has(viewer.id) ? `${viewer.id} ${own}` : own;
    const known = ticket.answers.get(question);
    if (known !== undefined) return known;
    const answer = may(viewer, 'events.read', { ticket: ticket.subject });
    ticket.answers.set(question, answer);
    return answer;
  }

  /** May the viewer, who sees the ticket, read what the team says of it? Not all of a class may: it is told apart. */
  isInsider(viewer: Viewer, ticketId: string): boolean {
    const subject = this.#tickets.get(ticketId)?.subject;
    return subject !== undefined && !hidesInternal(viewer, subject);
  }

  /**
   * The JSON of an event for a group, made as one of them, who may see it, is shown it, with the brace that ends its
   * frame; `key` tells a group's events apart. Rejects when it could not be made for a reason of ours: nothing half-made
   * is delivered.
   */
  render<Place>(group: Group<Place>, key: string, event: unknown, viewer: Viewer): Promise<Buffer> {
    let payloads = this.#payloads.get(group);
    if (!payloads) this.#payloads.set(group, (payloads = new Map()));
    let payload = payloads.get(key);
    if (!payload) payloads.set(key, (payload = this.#execute(group, event, viewer)));
    return payload;
  }

  async #execute<Place>({ wish }: Group<Place>, event: unknown, viewer: Viewer): Promise<Buffer> {
    const { prepared, variables } = wish;
    const result: ExecutionResult = await execute({
      schema: this.#source.schema,
      document: prepared.document,
      ...(prepared.operationName === undefined ? {} : { operationName: prepared.operationName }),
      variableValues: variables,
      rootValue: event,
      contextValue: this.#contextOf(viewer),
    });
    const failure = result.errors?.find((error) => codeOf(error) === 'INTERNAL');
    if (failure) {
      logFailure(this.#desk.log, this.#id, failure);
      throw new GraphQLError('An event could not be delivered.', { originalError: failure });
    }
    const shown = result.errors ? { ...result, errors: result.errors.map(maskError) } : result;
    if (lengthOf(shown, LONGEST) > LONGEST) throw apiError('LIMITED', TOO_LONG);
    return Buffer.from(`${JSON.stringify(shown)}}`);
  }

  /** One context for each who stands for a group: their loaders may answer by what they may see. */
  #contextOf(viewer: Viewer): Context {
    const known = this.#contexts.get(viewer.id);
    if (known) return known;
    const context = createContext(this.#desk, viewer, this.#id, this.#rows);
    this.#loaded.prime(context, (ticketId) => this.maySee(viewer, ticketId));
    this.#contexts.set(viewer.id, context);
    return context;
  }
}
