import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Authentication } from '../../platform/mail/authenticate/trusted-relay.ts';
import { readBlob, SLICE } from '../../platform/storage/read-blob.ts';
import type { StoredMessage } from './route-message.ts';

/** The first try and five more. */
export const MAX_ATTEMPTS = 6;

/**
 * Takes a waiting message up and counts the try, before anything can go wrong with it. Null: there is nothing to do, or
 * so many tries have ended without a word (the process was killed each time) that it is FAILED now.
 */
export async function claimMessage(
  db: Queries,
  id: string,
): Promise<{ message: StoredMessage; raw: Buffer; attempts: number } | null> {
  const { rows } = await sql<{
    envelopeFrom: string;
    envelopeTo: string[];
    remoteAddress: string | null;
    helo: string | null;
    authentication: Authentication | null;
    receivedAt: Date;
    suspendedBy: string | null;
    attempts: number;
    status: string;
    content: Buffer | null;
    sha256: string;
  }>`
    update inbound_message m set
      attempts = m.attempts + 1,
      status = case when m.attempts >= ${MAX_ATTEMPTS} then 'FAILED' else m.status end,
      error = case when m.attempts >= ${MAX_ATTEMPTS}
        then coalesce(m.error, 'Processing it ended the process that did, again and again.') else m.error end
    from blob b
    where m.id = ${id} and m.status = 'RECEIVED' and b.sha256 = m.raw_sha256
    returning m.envelope_from as "envelopeFrom", m.envelope_to as "envelopeTo", m.remote_address as "remoteAddress", m.helo, m.authentication,
      m.received_at as "receivedAt", m.suspended_by as "suspendedBy", m.attempts, m.status,
      case when b.size <= ${SLICE} then b.content end as content, b.sha256`.execute(db);
  const [row] = rows;
  if (!row || row.status !== 'RECEIVED') return null;
  const { content, sha256, attempts, suspendedBy, status: _, ...message } = row;
  const raw = content ?? (await readBlob(db, sha256));
  if (!raw) return null;
  const rules = suspendedBy?.split(' ') ?? [];
  return { message: { id, ...message, suspendedBy: rules, recovered: rules.length > 0 }, raw, attempts };
}

/** Keeps the failure with the message. True: that was the last try, and the message is FAILED. */
export async function noteFailure(db: Queries, id: string, error: unknown): Promise<boolean> {
  const { rows } = await sql<{ status: string }>`
    update inbound_message set
      error = ${sentenceOf(error)},
      status = case when attempts >= ${MAX_ATTEMPTS} then 'FAILED' else status end
    where id = ${id} and status = 'RECEIVED' returning status`.execute(db);
  return rows[0]?.status !== 'RECEIVED';
}

function sentenceOf(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').trim().slice(0, 1_000);
  return /[.!?]$/u.test(said) ? said : `${said || 'Processing failed'}.`;
}
