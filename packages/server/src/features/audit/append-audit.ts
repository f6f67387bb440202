import { sql } from 'kysely';
import type { Transaction } from '../../platform/database/database.ts';

export type AuditEntry = {
  actorId: string | null;
  subjectKind: 'DEPARTMENT' | 'INBOUND_MESSAGE' | 'MAIL_ACCOUNT' | 'PERSON' | 'TICKET' | 'TOKEN';
  subjectId: string;
  /** In the past tense, such as `policy.changed`. */
  action: string;
  /** Only what changed, before and after. Never a secret. */
  old?: unknown;
  new?: unknown;
};

/** Notes a change in the transaction that makes it. */
export async function appendAudit(trx: Transaction, entry: AuditEntry): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await sql`
    insert into audit (actor_id, subject_kind, subject_id, action, old, new)
    values (${entry.actorId}, ${entry.subjectKind}, ${entry.subjectId}, ${entry.action},
      ${json(entry.old)}::jsonb, ${json(entry.new)}::jsonb)`.execute(trx);
}
