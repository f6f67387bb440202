import { sql } from 'kysely';
import { changeDepartment, createDepartment } from '../features/departments/index.ts';
import { placeNotificationsCursor } from '../features/notifications/index.ts';
import type { Desk } from '../platform/desk.ts';
import { insertTeam, insertTickets, STAFF_PER_DEPARTMENT, type BulkChunk } from './bulk-rows.ts';
import { skipNotifications } from './skip-notifications.ts';

export type BulkDemo = {
  /** How many tickets to add; every run adds its own. */
  tickets: number;
  /** Told now and then how far it is. */
  log(message: string): void;
};

export type BulkResult = { tickets: number; comments: number; events: number; people: number; departmentIds: string[] };

const departments = [
  { slug: 'orders', name: 'Orders' },
  { slug: 'shipping', name: 'Shipping' },
  { slug: 'returns', name: 'Returns' },
  { slug: 'accounts', name: 'Accounts' },
] as const;

/** Readers of the log wait for the oldest transaction: a chunk stays well below a second. */
const CHUNK_MS = 400;
const FIRST_CHUNK = 250;
const LARGEST_CHUNK = 4_000;
/** The tickets are spread over as many days before now. */
const DAYS = 90;
const TABLES = ['person', 'address', 'ticket', 'comment', 'cc', 'follower', 'event'];

/**
 * Fills a desk with many tickets, as their operations would have left them: people with addresses, four departments with
 * a team each, comments, CCs, followers, counts, and the log with gapless seqs in its right order. About five comments a
 * ticket; every twentieth has 20 comments, 5 CCs and 3 followers. Nobody is written to about them. The desk may be running.
 */
export async function bulkDemo(desk: Desk, { tickets, log }: BulkDemo): Promise<BulkResult> {
  await placeNotificationsCursor(desk.db, desk.epoch);
  const departmentIds = await openDepartments(desk);
  const staffIds = await openTeams(desk, departmentIds);
  const first = await countBulkTickets(desk);
  const result: BulkResult = { tickets: 0, comments: 0, events: 0, people: staffIds.length, departmentIds };
  const skip = skipNotifications(desk);
  let size = FIRST_CHUNK;
  let said = 0;
  while (result.tickets < tickets) {
    const chunk: BulkChunk = {
      first: first + result.tickets,
      size: Math.min(size, tickets - result.tickets),
      /** Of all that are still to come, in days before now. */
      newestDay: DAYS - (DAYS * result.tickets) / tickets,
      days: DAYS / tickets,
      departmentIds,
      staffIds,
    };
    const startedAt = performance.now();
    const written = await insertTickets(desk.db, desk.epoch, chunk);
    const took = performance.now() - startedAt;
    await skip(written.xid);
    result.tickets += chunk.size;
    result.comments += written.comments;
    result.events += written.events;
    result.people += written.people;
    size = Math.min(LARGEST_CHUNK, Math.max(50, Math.round(chunk.size * Math.min(2, CHUNK_MS / took))));
    const tenth = Math.floor((result.tickets * 10) / tickets);
    if (tenth > said) log(`${result.tickets} of ${tickets} tickets`);
    said = tenth;
  }
  for (const table of TABLES) await sql`analyze ${sql.table(table)}`.execute(desk.db);
  desk.wake([]);
  return result;
}

/** Each has a support address, CCs on, and asks nobody for a rating. Those that are there already are used as they are. */
async function openDepartments(desk: Desk): Promise<string[]> {
  const ids: string[] = [];
  for (const { slug, name } of departments) {
    const found = await desk.db.selectFrom('department').select('id').where('slug', '=', slug).executeTakeFirst();
    if (found) {
      ids.push(found.id);
      continue;
    }
    const supportAddresses = [`${slug}@desk.example.com`];
    const { departmentId } = await createDepartment(desk, 'COMMAND_LINE', { slug, name, supportAddresses });
    const policy = { cc: { enabled: true }, rating: { requester: 'OFF' } };
    const change = { departmentId, policy, confirmCc: true };
    await changeDepartment(desk, 'COMMAND_LINE', change);
    ids.push(departmentId);
  }
  return ids;
}

async function openTeams(desk: Desk, departmentIds: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, departmentId] of departmentIds.entries()) {
    const slug = departments[index]?.slug ?? '';
    await insertTeam(desk.db, departmentId, slug);
    const { rows } = await sql<{ id: string }>`
      select a.person_id as id from generate_series(1, ${STAFF_PER_DEPARTMENT}::int) n
        join address a on a.canonical = ${`agent-`} || n || ${`.${slug}@desk.example.com`} order by n`.execute(desk.db);
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

/** Tickets of earlier runs: their people keep their addresses. */
async function countBulkTickets(desk: Desk): Promise<number> {
  const { rows } = await sql<{ first: number }>`
    select coalesce(max(substring(canonical from '^customer-(\\d+)@customers\\.example\\.com$')::int), 0) as first
    from address where canonical like 'customer-%@customers.example.com'`.execute(desk.db);
  return rows[0]?.first ?? 0;
}
