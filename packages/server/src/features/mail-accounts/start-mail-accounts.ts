import { sql } from 'kysely';
import type { Client } from 'pg';
import { takeTurns } from '../../platform/database/turn.ts';
import type { Desk } from '../../platform/desk.ts';
import { receiveRawMail } from '../inbound/index.ts';
import { readAccount, type ReadableAccount, type Receive } from './read-account.ts';

export type MailAccountsOptions = {
  /** The database, for a connection of its own. */
  url: string;
  /** How often accounts are looked at for changes, and whether another node has left its turn. @default 1000 */
  everyMs?: number;
  receive?: Receive;
};

type Running = { revision: number; stop(): Promise<void> };

/**
 * Reads every enabled account (role `jobs`), each over a connection of its own, on one node at a time; another one takes
 * over when that node goes or loses the database.
 */
export function startMailAccounts(desk: Desk, options: MailAccountsOptions): { stop(): Promise<void> } {
  const { url, everyMs = 1_000, receive = receiveRawMail } = options;
  const running = new Map<string, Running>();

  const stop = async (ids: readonly string[]) => {
    const stopped = ids.flatMap((id) => running.get(id) ?? []);
    for (const id of ids) running.delete(id);
    await Promise.all(stopped.map((one) => one.stop()));
  };
  const tick = async (connection: Client) => {
    const { rows } = await connection.query<{ id: string; revision: number }>(
      'select id, revision from mail_account where enabled',
    );
    const wanted = new Map(rows.map(({ id, revision }) => [id, revision]));
    await stop([...running].filter(([id, { revision }]) => wanted.get(id) !== revision).map(([id]) => id));
    for (const id of wanted.keys()) {
      if (running.has(id)) continue;
      const account = await readable(desk, id);
      if (account) running.set(id, { revision: account.revision, ...readAccount(desk, account, receive) });
    }
  };
  return takeTurns({ url, name: 'mail accounts', log: desk.log, everyMs, tick, lost: () => stop([...running.keys()]) });
}

/** Null: it was deleted or disabled just now. What another process left as connected is so no more. */
async function readable({ db }: Desk, id: string): Promise<ReadableAccount | null> {
  const { rows } = await sql<ReadableAccount>`
    update mail_account set state = case when state = 'CONNECTED' then 'WAITING' else state end
    where id = ${id} and enabled
    returning id, revision, host, port, security, username, password as "sealedPassword", mailbox,
      deliver_to as "deliverTo", afterwards, move_to as "moveTo", uid_validity::float8 as "uidValidity",
      last_uid::float8 as "lastUid"`.execute(db);
  return rows[0] ?? null;
}
