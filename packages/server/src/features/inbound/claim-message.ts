import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { readBlob, SLICE } from '../../platform/storage/read-blob.ts';
import type { StoredMessage } from './route-message.ts';

/** The first try and five more. */
export const MAX_ATTEMPTS = 6;

/** Larger ones are taken up one by one, for their bytes are all in memory at once. */
const SMALL_BYTES = 256 * 1024;

export type Claimed = { message: StoredMessage; raw: Buffer; attempts: number };

type Row = Omit<StoredMessage, 'suspendedBy' | 'recovered'> & {
  suspendedBy: string | null;
  attempts: number;
  status: string;
  sha256: string;
  /** Null: it is too large to be read at once. */
  content: Buffer | null;
};

const columns =
  sql.raw(`m.id, m.envelope_from as "envelopeFrom", m.envelope_to as "envelopeTo", m.remote_address as "remoteAddress",
  m.helo, m.authentication, m.received_at as "receivedAt", m.suspended_by as "suspendedBy", m.attempts, m.status, b.sha256,
  case when b.size <= ${SLICE} then b.content end as content`);

/**
 * Takes up those of the messages that were never tried and are small, and counts the try, before anything can go wrong. In
 * their order; null: not one of these. What was tried before is not counted beside others: one that ends the process each
 * time must not use up the tries of its neighbours.
 */
export async function claimNewMessages(db: Queries, ids: readonly string[]): Promise<(Claimed | null)[]> {
  const { rows } = await sql<Row>`
    update inbound_message m set attempts = 1
    from blob b
    where m.id = any(${[...ids]}::uuid[]) and m.status = 'RECEIVED' and m.attempts = 0 and b.sha256 = m.raw_sha256
      and b.size <= ${SMALL_BYTES}
    returning ${columns}`.execute(db);
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => claimedOf(found.get(id), found.get(id)?.content));
}

/**
 * Takes a waiting message up and counts the try, before anything can go wrong with it. Null: there is nothing to do, or
 * so many tries have ended without a word (the process was killed each time) that it is FAILED now.
 */
export async function claimMessage(db: Queries, id: string): Promise<Claimed | null> {
  const { rows } = await sql<Row>`
    update inbound_message m set
      attempts = m.attempts + 1,
      status = case when m.attempts >= ${MAX_ATTEMPTS} then 'FAILED' else m.status end,
      error = case when m.attempts >= ${MAX_ATTEMPTS}
        then coalesce(m.error, 'Processing it ended the process that did, again and again.') else m.error end
    from blob b
    where m.id = ${id} and m.status = 'RECEIVED' and b.sha256 = m.raw_sha256
    returning ${columns}`.execute(db);
  const [row] = rows;
  return row?.status === 'RECEIVED' ? claimedOf(row, row.content ?? (await readBlob(db, row.sha256))) : null;
}

function claimedOf(row: Row | undefined, raw: Buffer | null | undefined): Claimed | null {
  if (!row || !raw) return null;
  const { content: _, status: __, sha256: ___, attempts, suspendedBy, ...message } = row;
  const rules = suspendedBy?.split(' ') ?? [];
  return { message: { ...message, suspendedBy: rules, recovered: rules.length > 0 }, raw, attempts };
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
