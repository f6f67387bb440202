import { may } from '@copydesk/rules';
import { loadLiveTickets } from '../../../src/features/live/live-tickets.reader.ts';
import { encodeCursor, ORIGIN } from '../../../src/platform/events/cursor.ts';
import { viewOf } from '../../../src/platform/events/event-view.ts';
import { readSafeLog, readTicketLog, type LogEvent } from '../../../src/platform/events/log.ts';
import { readable } from '../../support/readable.ts';
import type { TestDesk } from '../../support/test-desk.ts';
import { audienceOf, type Cast, type Name } from './cast.ts';

export type Theirs = { events: { seq: number; type: string }[]; mayStill: boolean };

/** What each viewer must end with, by the database as it is at the end. */
export type Oracle = {
  events: number;
  /** The cursors of all tickets' events, in the log's order. */
  cursors: string[];
  /** By viewer and place of the ticket. Who may not see it any more can have had at most these. */
  theirs(name: string, ticket: number): Theirs;
};

export async function readOracle(desk: TestDesk, cast: Cast): Promise<Oracle> {
  await readable(desk);
  const { tickets } = await loadLiveTickets(desk.db, cast.ticketIds, []);
  const subjects = new Map(tickets.map(({ id, subject }) => [id, subject]));
  const logs = new Map<string, LogEvent[]>();
  for (const id of cast.ticketIds) logs.set(id, await readTicketLog(desk.db, id, 'seq', 0, 100_000));
  const safe = (await readSafeLog(desk.db, 1, ORIGIN, 100_000)).filter(({ ticketId }) => ticketId !== null);
  return {
    events: safe.length,
    cursors: safe.map((event) => encodeCursor(event)),
    theirs(name, ticket) {
      const id = cast.ticketIds[ticket] as string;
      const viewer = cast.people[name as Name];
      const log = logs.get(id) as LogEvent[];
      const mayStill = may(viewer, 'events.read', { ticket: subjects.get(id)! });
      const until = mayStill ? log.length : lostAt(name, viewer.id, log);
      const events = log.slice(0, until).flatMap((event) => viewOf(event, audienceOf(name)) ?? []);
      return { mayStill, events: events.map(({ seq, type }) => ({ seq, type })) };
    },
  };
}

/** Where in the log their access was last taken: that event and all later ones were never theirs. */
function lostAt(name: string, personId: string, log: readonly LogEvent[]): number {
  if (name === 'vera' || name === 'nina') return 0;
  const taking = new Set(['cc.removed', 'cc.restricted', 'follower.removed']);
  return log.findLastIndex(({ type, data }) => taking.has(type) && data.personId === personId);
}
