import { sql } from 'kysely';
import { may } from '@copydesk/rules';
import { v7 } from 'uuid';
import type { Transaction } from '../../platform/database/database.ts';
import { violatedConstraint } from '../../platform/database/violation.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { seal } from '../../platform/seal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { appendAudit, type AuditEntry } from '../audit/index.ts';
import { checkedMailAccount, type MailAccountSettings } from './checked-mail-account.ts';

type Given<T> = { [Key in keyof T]?: T[Key] | null | undefined };

export type CreateMailAccount = Pick<MailAccountSettings, 'name' | 'host' | 'username' | 'deliverTo'> & {
  password: string;
  clientKey?: string | null | undefined;
} & Given<Pick<MailAccountSettings, 'port' | 'security' | 'mailbox' | 'afterwards' | 'moveTo' | 'enabled'>>;

/** What is left out stays; so does what is null, but for `moveTo`. */
export type ChangeMailAccount = Given<MailAccountSettings> & { id: string; password?: string | null | undefined };

export const passwordPurpose = (id: string) => `mail_account.password ${id}`;

/**
 * Makes an account; it is read from the beginning of its mailbox, at once. The same `clientKey` again finds the account
 * of the first time.
 *
 * @throws Refusal INVALID, FORBIDDEN
 */
export async function createMailAccount(desk: Desk, actor: Operator, input: CreateMailAccount): Promise<string> {
  requireAdmin(actor);
  const security = input.security ?? 'TLS';
  const { name, host, username, deliverTo, password } = input;
  const clientKey = input.clientKey ?? null;
  const given: MailAccountSettings = {
    name,
    host,
    port: input.port ?? (security === 'TLS' ? 993 : 143),
    security,
    username,
    mailbox: input.mailbox ?? 'INBOX',
    deliverTo,
    afterwards: input.afterwards ?? 'KEEP_SEEN',
    moveTo: input.moveTo ?? null,
    enabled: input.enabled ?? true,
  };
  return oncePerMailbox(() =>
    desk.db.transaction().execute(async (trx) => {
      const first = await madeBefore(trx, idOf(actor), clientKey);
      if (first !== null) return first;
      const made = await checkedMailAccount(trx, given, password);
      const id = v7();
      await insert(
        trx,
        { ...made, id, password: seal(desk.config.secrets, passwordPurpose(id), password) },
        actor,
        clientKey,
      );
      await note(trx, actor, id, { action: 'mail_account.created', new: made });
      return id;
    }),
  );
}

/** @throws Refusal INVALID, FORBIDDEN, NOT_FOUND */
export async function changeMailAccount(desk: Desk, actor: Operator, input: ChangeMailAccount): Promise<string> {
  requireAdmin(actor);
  const { id, password = null } = input;
  await oncePerMailbox(() =>
    desk.db.transaction().execute(async (trx) => {
      const old = await locked(trx, id);
      const changed = await checkedMailAccount(trx, wantedOf(old, input), password);
      const isOther = changed.host !== old.host || changed.username !== old.username || changed.mailbox !== old.mailbox;
      const { name, host, port, security, username, mailbox, deliverTo, afterwards, moveTo, enabled } = changed;
      await sql`
        update mail_account set name = ${name}, host = ${host}, port = ${port}, security = ${security},
          username = ${username}, mailbox = ${mailbox}, deliver_to = ${deliverTo}, afterwards = ${afterwards},
          move_to = ${moveTo}, enabled = ${enabled}, revision = revision + 1,
          password = coalesce(${password === null ? null : seal(desk.config.secrets, passwordPurpose(id), password)}, password),
          state = ${enabled ? 'WAITING' : 'DISABLED'}, last_error = null,
          uid_validity = case when ${isOther} then null else uid_validity end,
          last_uid = case when ${isOther} then 0 else last_uid end
        where id = ${id}`.execute(trx);
      const keys = (Object.keys(changed) as (keyof MailAccountSettings)[]).filter((key) => changed[key] !== old[key]);
      const pick = (from: MailAccountSettings) => Object.fromEntries(keys.map((key) => [key, from[key]]));
      // That it changed, and never what it is.
      const secret = password === null ? {} : { password: 'changed' };
      if (keys.length === 0 && password === null) return;
      await note(trx, actor, id, {
        action: 'mail_account.changed',
        old: pick(old),
        new: { ...pick(changed), ...secret },
      });
    }),
  );
  return id;
}

/** What it has fetched stays. @throws Refusal FORBIDDEN, NOT_FOUND */
export async function deleteMailAccount(desk: Desk, actor: Operator, id: string): Promise<void> {
  requireAdmin(actor);
  await desk.db.transaction().execute(async (trx) => {
    const old = await locked(trx, id);
    await sql`delete from mail_account where id = ${id}`.execute(trx);
    await note(trx, actor, id, { action: 'mail_account.deleted', old });
  });
}

function requireAdmin(actor: Operator): void {
  if (actor === 'COMMAND_LINE' || may(actor, 'desk.administer', {})) return;
  throw Refusal.of('FORBIDDEN', 'Mailboxes are managed by admins.');
}

function wantedOf(old: MailAccountSettings, input: ChangeMailAccount): MailAccountSettings {
  const given = Object.fromEntries(
    (Object.keys(old) as (keyof MailAccountSettings)[]).map((key) => [key, input[key] ?? old[key]]),
  ) as MailAccountSettings;
  const { afterwards } = given;
  // Where mails are no longer moved, where to says nothing any more.
  if (afterwards !== 'MOVE' && input.moveTo == null) given.moveTo = null;
  return given;
}

async function madeBefore(trx: Transaction, actorId: string | null, clientKey: string | null): Promise<string | null> {
  if (clientKey === null || actorId === null) return null;
  // Of two tries at once, the second waits here and finds what the first has made.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mail_account:${actorId}:${clientKey}`}, 0))`.execute(trx);
  const { rows } = await sql<{ id: string }>`
    select id from mail_account where created_by_id = ${actorId} and client_key = ${clientKey}`.execute(trx);
  return rows[0]?.id ?? null;
}

async function insert(
  trx: Transaction,
  made: MailAccountSettings & { id: string; password: string },
  actor: Operator,
  clientKey: string | null,
): Promise<void> {
  await sql`
    insert into mail_account (id, name, host, port, security, username, password, mailbox, deliver_to, afterwards, move_to,
      enabled, state, created_by_id, client_key)
    values (${made.id}, ${made.name}, ${made.host}, ${made.port}, ${made.security}, ${made.username}, ${made.password},
      ${made.mailbox}, ${made.deliverTo}, ${made.afterwards}, ${made.moveTo}, ${made.enabled},
      ${made.enabled ? 'WAITING' : 'DISABLED'}, ${idOf(actor)}, ${clientKey})`.execute(trx);
}

async function locked(trx: Transaction, id: string): Promise<MailAccountSettings> {
  const { rows } = await sql<MailAccountSettings>`
    select name, host, port, security, username, mailbox, deliver_to as "deliverTo", afterwards, move_to as "moveTo", enabled
    from mail_account where id = ${id} for update`.execute(trx);
  if (rows[0]) return rows[0];
  throw Refusal.of('NOT_FOUND', 'There is no such mail account (any more).', ['mailAccountId']);
}

async function note(
  trx: Transaction,
  actor: Operator,
  subjectId: string,
  change: Pick<AuditEntry, 'action' | 'old' | 'new'>,
): Promise<void> {
  await appendAudit(trx, { actorId: idOf(actor), subjectKind: 'MAIL_ACCOUNT', subjectId, ...change });
}

/** Two accounts that read the same mailbox would take each other's mails away. */
async function oncePerMailbox<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violatedConstraint(error) !== 'mail_account_mailbox') throw error;
    throw Refusal.of('INVALID', 'Another account reads this mailbox already: change that one instead.', ['mailbox']);
  }
}
