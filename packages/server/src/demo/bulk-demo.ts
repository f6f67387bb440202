import { availableParallelism } from 'node:os';
import { sql } from 'kysely';
import { changeDepartment, createDepartment } from '../features/departments/index.ts';
import { placeNotificationsCursor } from '../features/notifications/index.ts';
import type { Database } from '../platform/database/database.ts';
import type { Desk } from '../platform/desk.ts';
import { insertTeam, insertTickets, LEAST_CHUNK, STAFF_PER_DEPARTMENT, type BulkChunk } from './bulk-rows.ts';
import { skipNotifications } from './skip-notifications.ts';

export type BulkDemo = {
  /** How many tickets to add; every run adds its own. */
  tickets: number;
  /** Told now and then how far it is. */
  log(message: string): void;
  /** How long a transaction may take, in milliseconds. @default 800 */
  longestMs?: number;
  /** Chunks that are written at once. @default one for each 5,000 tickets and processor, four at most */
  writers?: number;
};

export type BulkResult = { tickets: number; comments: number; events: number; people: number; departmentIds: string[] };

const departments = [
  { slug: 'orders', name: 'Orders' },
  { slug: 'shipping', name: 'Shipping' },
  { slug: 'returns', name: 'Returns' },
  { slug: 'accounts', name: 'Accounts' },
] as const;

/** Readers of the log wait for the oldest transaction: a chunk is meant to take this long. */
const CHUNK_MS = 350;
/** One that takes longer is given up, and written in two. */
const LONGEST_MS = 800;
const FIRST_CHUNK = 250;
const LARGEST_CHUNK = 4_000;
/** PostgreSQL's code for a statement that was given up. */
const TIMED_OUT = '57014';
/** The tickets are spread over as many days before now. */
const DAYS = 90;
/** A commit does not wait for the disk: what a crash takes is the end of a demo. */
const WRITING = { work_mem: '64MB', synchronous_commit: 'off', enable_hashjoin: 'on' };
/** It takes as long as it needs, and writes at its very end: no reader of the log waits for it. */
const COUNTING = { statement_timeout: '0', transaction_timeout: '0' };
const TABLES = ['person', 'address', 'ticket', 'comment', 'cc', 'follower', 'event'];

/**
 * Fills a desk with many tickets, as their operations would have left them: people with addresses, four departments with
 * a team each, comments, CCs, followers, counts, and the log with gapless seqs in its right order. About five comments a
 * ticket; every twentieth has 20 comments, 5 CCs and 3 followers. Nobody is written to about them. The desk may be running.
 */
export async function bulkDemo(desk: Desk, options: BulkDemo): Promise<BulkResult> {
  const { tickets, log, longestMs = LONGEST_MS, writers = writersFor(tickets) } = options;
  await placeNotificationsCursor(desk.db, desk.epoch);
  const departmentIds = await openDepartments(desk);
  const staffIds = await openTeams(desk, departmentIds);
  const result: BulkResult = { tickets: 0, comments: 0, events: 0, people: staffIds.length, departmentIds };
  const skip = skipNotifications(desk.epoch);
  const days = DAYS / tickets;
  const claim = claims(await countBulkTickets(desk), tickets);
  let size = FIRST_CHUNK;
  const write = async (db: Database) => {
    for (let some = await claim(db, size); some; some = await claim(db, size)) {
      const startedAt = performance.now();
      const chunk = { ...some, newestDay: DAYS - days * some.before, days, departmentIds, staffIds };
      for (const written of await writeChunk(db, desk.epoch, chunk, longestMs)) {
        await skip(db, written.xid);
        result.comments += written.comments;
        result.events += written.events;
        result.people += written.people;
      }
      const wanted = some.numbers.length * Math.min(2, CHUNK_MS / (performance.now() - startedAt));
      size = Math.min(LARGEST_CHUNK, Math.max(50, Math.round(wanted)));
      const tenths = (count: number) => Math.floor((count * 10) / tickets);
      const said = tenths(result.tickets);
      result.tickets += some.numbers.length;
      if (tenths(result.tickets) > said) log(`${result.tickets} of ${tickets} tickets`);
    }
  };
  await Promise.all(Array.from({ length: writers }, () => withSettings(desk, WRITING, write)));
  await withSettings(desk, COUNTING, countAnew);
  desk.wake([]);
  return result;
}

/** A small desk's rows lie in one order, and its plans with them. */
const writersFor = (tickets: number) => Math.min(4, availableParallelism(), Math.ceil(tickets / 5_000));

type Claim = { before: number; first: number; numbers: number[] };

/**
 * Hands out the tickets that are still to be written, the oldest first; null when there are none left. Numbers are taken
 * in the same order, so that an older ticket has a lower one whoever writes it.
 */
function claims(first: number, tickets: number): (db: Database, size: number) => Promise<Claim | null> {
  let claimed = 0;
  let before: Promise<unknown> = Promise.resolve();
  const next = async (db: Database, size: number, earlier: Promise<unknown>): Promise<Claim | null> => {
    await earlier;
    const count = Math.min(size, tickets - claimed);
    if (count === 0) return null;
    const { rows } = await sql<{ numbers: number[] }>`
      select array_agg(nextval('ticket_number_seq')::int) as numbers from generate_series(1, ${count}::int)`.execute(
      db,
    );
    const claim = { before: claimed, first: first + claimed, numbers: rows[0]?.numbers ?? [] };
    claimed += count;
    return claim;
  };
  return (db, size) => {
    const mine = next(db, size, before);
    before = mine.catch(() => undefined);
    return mine;
  };
}

type Written = Awaited<ReturnType<typeof insertTickets>>;

/** The parts in which the chunk was written: more than one where it took too long. */
async function writeChunk(db: Database, epoch: number, chunk: BulkChunk, longestMs: number): Promise<Written[]> {
  const { first, numbers, newestDay, days } = chunk;
  const half = Math.floor(numbers.length / 2);
  const divisible = half >= LEAST_CHUNK;
  await sql`select set_config('statement_timeout', ${String(divisible ? longestMs : 0)}, false)`.execute(db);
  try {
    return [await insertTickets(db, epoch, chunk)];
  } catch (error) {
    if (!divisible || (error as { code?: string }).code !== TIMED_OUT) throw error;
    const older = { ...chunk, numbers: numbers.slice(0, half) };
    const newer = { ...chunk, numbers: numbers.slice(half), first: first + half, newestDay: newestDay - half * days };
    return [...(await writeChunk(db, epoch, older, longestMs)), ...(await writeChunk(db, epoch, newer, longestMs))];
  }
}

async function countAnew(db: Database): Promise<void> {
  for (const table of TABLES) await sql`analyze ${sql.table(table)}`.execute(db);
}

/** A chunk is no transaction block: it holds the readers of the log back no longer than its one statement takes. */
async function withSettings(desk: Desk, settings: Record<string, string>, work: (db: Database) => Promise<void>) {
  await desk.db.connection().execute(async (db) => {
    try {
      for (const [name, value] of Object.entries(settings)) {
        await sql`select set_config(${name}, ${value}, false)`.execute(db);
      }
      await work(db);
    } finally {
      for (const name of ['statement_timeout', ...Object.keys(settings)]) await sql`reset ${sql.ref(name)}`.execute(db);
    }
  });
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
