import { hashPassword } from 'better-auth/crypto';
import { sql } from 'kysely';
import type { Transaction } from '../database/database.ts';
import type { Desk } from '../desk.ts';
import { Refusal } from '../refusal.ts';

/**
 * Gives a person a password to sign in with, by their primary address, and ends the sessions they had. Refuses (INVALID)
 * a password of fewer than 8 or more than 200 characters, and a person without an address.
 */
export async function setPassword(desk: Desk, personId: string, password: string, within?: Transaction): Promise<void> {
  if (password.length < 8 || password.length > 200) {
    throw Refusal.of('INVALID', 'A password has 8 to 200 characters.', ['password']);
  }
  const hash = await hashPassword(password);
  if (within) return write(within, personId, hash);
  return desk.db.transaction().execute((trx) => write(trx, personId, hash));
}

async function write(trx: Transaction, personId: string, hash: string): Promise<void> {
  const user = await sql`
    insert into auth."user" (id, name, email, "emailVerified")
    select p.id, p.name, a.canonical, true from person p join address a on a.person_id = p.id and a.is_primary
    where p.id = ${personId}
    on conflict (id) do update set name = excluded.name, email = excluded.email, "updatedAt" = now()`.execute(trx);
  if (user.numAffectedRows !== 1n) {
    throw Refusal.of('INVALID', 'Who signs in with a password needs an e-mail address.', ['password']);
  }
  await sql`
    insert into auth.account ("accountId", "providerId", "userId", password)
    values (${personId}, 'credential', ${personId}, ${hash})
    on conflict ("providerId", "accountId") do update set password = excluded.password, "updatedAt" = now()`.execute(
    trx,
  );
  await sql`delete from auth.session where "userId" = ${personId}`.execute(trx);
}

/** Ends all sessions of a person: each row's trigger tells the log. */
export async function endSessions(trx: Transaction, personId: string): Promise<void> {
  await sql`delete from auth.session where "userId" = ${personId}`.execute(trx);
}
