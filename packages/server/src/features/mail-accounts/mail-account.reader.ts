import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { MailSecurity } from '../../platform/mail/imap/mailbox.ts';
import type { Afterwards, MailAccountState } from './mail-account.entity.ts';

/** An account without its password. */
export type MailAccountRow = {
  id: string;
  name: string;
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  mailbox: string;
  deliverTo: string;
  afterwards: Afterwards;
  moveTo: string | null;
  enabled: boolean;
  state: MailAccountState;
  lastConnectedAt: Date | null;
  lastMessageAt: Date | null;
  lastError: string | null;
  skipped: number;
  lastSkipped: string | null;
  createdAt: Date;
};

const account = sql`
  id, name, host, port, security, username, mailbox, deliver_to as "deliverTo", afterwards, move_to as "moveTo", enabled,
  state, last_connected_at as "lastConnectedAt", last_message_at as "lastMessageAt", last_error as "lastError", skipped,
  last_skipped as "lastSkipped", created_at as "createdAt"`;

export async function listMailAccounts(db: Queries): Promise<MailAccountRow[]> {
  const { rows } = await sql<MailAccountRow>`select ${account} from mail_account order by name, id`.execute(db);
  return rows;
}

/** Asks nothing about who may see them. */
export const mailAccountById = defineRowLoader<string, MailAccountRow | null>(async (ids, { db }) => {
  const { rows } = await sql<MailAccountRow>`
    select ${account} from mail_account where id = any(${[...ids]}::uuid[])`.execute(db);
  return inOrderOf(ids, rows, (row) => row.id);
});
