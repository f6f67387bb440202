import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Chance } from '../chance.ts';
import { ask } from '../desk/ask.ts';
import { post, type LiveDesk } from './live-desk.ts';

/** How often each kind of writing was done. */
export type Written = Record<string, number>;

const OVER_API = 4;
const BESIDE = 20;
/** How long a transaction stays open after its writing, in milliseconds, at most. */
const LATE = 400;

/**
 * The desk’s own statement in small: the lock of the ticket, then its count, then the event. What is tried here is the log’s
 * order, and the whole statement would make a million of them take hours.
 */
const WRITE = {
  name: 'write',
  text: `with held as materialized (select pg_advisory_xact_lock(hashtextextended($1, 0))),
    t as (update ticket set seq = seq + 1, updated_at = now() from held where id = $1::uuid
      returning ticket.id, ticket.seq, ticket.department_id)
    insert into event (epoch, ticket_id, seq, type, department_id, data)
    select 1, t.id, t.seq, 'ticket.changed', t.department_id, '{}' from t`,
};
const LOCK = { name: 'lock', text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))' };

/** Ends when so many commits have been made, by 24 writers: four by the API, the others beside it, so that there are many. */
export async function writeLog(
  desk: LiveDesk,
  chance: Chance,
  commits: number,
  done: Written,
  isOver: () => boolean,
): Promise<void> {
  const tickets = desk.ticketIds.map((id) => Buffer.from(id, 'base64url').toString().split(':')[1]!);
  let left = commits;
  const over = () => left <= 0 || isOver();
  const took = (what: string, count = 1) => {
    done[what] = (done[what] ?? 0) + 1;
    left -= count;
  };
  await Promise.all([
    ...Array.from({ length: OVER_API }, (_, writer) => writeByApi(desk, { writer, chance, took }, over)),
    ...Array.from({ length: BESIDE }, () => writeBeside(desk, tickets, { chance, took }, over)),
  ]);
}

type Work = { chance: Chance; took(what: string, count?: number): void };

async function writeByApi(desk: LiveDesk, { writer, chance, took }: Work & { writer: number }, over: () => boolean) {
  const who = { url: (await desk.nodes[0]!.up()).url!, token: desk.agents[writer]!.token };
  while (!over()) {
    const ticketId = chance.pick(desk.ticketIds);
    if (chance.next() < 0.8) {
      await post(who, { ticketId, body: 'It leaks still.' });
      took('comments');
    } else {
      const input = { departmentId: desk.departmentId, subject: 'The same roof', body: 'It leaks.' };
      const { ticket } = await ask<{ ticket: { id: string } }>(who, CREATE, { input });
      await ask(who, MERGE, { input: { sourceId: ticket.id, targetId: ticketId } });
      took('merges', 2);
    }
  }
}

const CREATE =
  'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } errors { code message } } }';
const MERGE = 'mutation ($input: MergeTicketsInput!) { mergeTickets(input: $input) { errors { code message } } }';

/** By the share of all that each kind has, at most. */
const kinds = [
  { what: 'transactions rolled back', share: 0.05, run: rollBack },
  { what: 'transactions that end late', share: 0.02, run: endLate },
  { what: 'transactions with a part rolled back', share: 0.05, run: rollBackPart },
  { what: 'transactions of two tickets', share: 0.05, run: writeTwo },
  { what: 'transactions that hold a number and write nothing', share: 0.01, run: holdNumber },
  { what: 'single statements', share: 1, run: (db: pg.Client, [one]: Two) => write(db, one) },
] as const;

type Two = readonly [string, string];

async function writeBeside({ cluster }: LiveDesk, tickets: readonly string[], work: Work, over: () => boolean) {
  const { chance, took } = work;
  const db = new pg.Client({ connectionString: cluster.url, options: '-c synchronous_commit=off' });
  await db.connect();
  try {
    while (!over()) {
      const dice = chance.next();
      let sum = 0;
      const kind = kinds.find(({ share }) => dice < (sum += share)) ?? kinds.at(-1)!;
      // In the order of their ids, as all who lock several.
      const two = [chance.pick(tickets), chance.pick(tickets)].toSorted() as [string, string];
      await kind.run(db, two, chance);
      took(kind.what, kind.run === rollBack ? 0 : 1);
    }
  } finally {
    await db.end();
  }
}

const write = (db: pg.Client, ticket: string) => db.query({ ...WRITE, values: [ticket] });
const lock = (db: pg.Client, ticket: string) => db.query({ ...LOCK, values: [ticket] });

async function rollBack(db: pg.Client, [one]: Two) {
  await db.query('begin');
  await write(db, one);
  await db.query('rollback');
}

async function endLate(db: pg.Client, [one]: Two, chance: Chance) {
  await db.query('begin');
  await write(db, one);
  await delay(chance.next() * LATE);
  await db.query('commit');
}

async function rollBackPart(db: pg.Client, [one, other]: Two) {
  await db.query('begin');
  await lock(db, one);
  await lock(db, other);
  await db.query('savepoint part');
  await write(db, one);
  await db.query('rollback to part');
  await write(db, other);
  await db.query('commit');
}

async function writeTwo(db: pg.Client, [one, other]: Two) {
  await db.query('begin');
  await lock(db, one);
  await lock(db, other);
  await write(db, other);
  await write(db, one);
  await db.query('commit');
}

async function holdNumber(db: pg.Client, _: Two, chance: Chance) {
  await db.query('begin');
  await db.query('select pg_current_xact_id()');
  await delay(chance.next() * LATE);
  await db.query('commit');
}

/** Uses up transaction numbers until the next one is `until`, or just behind it. Returns how many there were. */
export async function burnNumbers(url: string, until: number): Promise<number> {
  const db = new pg.Client({ connectionString: url, options: '-c synchronous_commit=off' });
  await db.connect();
  try {
    const now = async () =>
      Number((await db.query<{ xid: string }>('select pg_current_xact_id()::text as xid')).rows[0]!.xid);
    const from = await now();
    if (from < until)
      await db.query(`do $$ begin while pg_current_xact_id()::text::bigint < ${until} loop commit; end loop; end $$`);
    return (await now()) - from;
  } finally {
    await db.end();
  }
}
