import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { ParsedAttachment } from '../../platform/mail/parse/parsed-mail.ts';
import { hashBytes } from '../../platform/storage/hash-bytes.ts';
import type { StoredAttachment } from './plan-message.ts';

/**
 * Stores the bytes of attachments by their hash, in one statement; the same bytes are kept once. Returns what a comment
 * needs to name them. Bytes that no comment comes to name do no harm: the same message will find them again.
 */
export async function storeAttachments(
  db: Queries,
  attachments: readonly ParsedAttachment[],
): Promise<StoredAttachment[]> {
  if (attachments.length === 0) return [];
  const blobs = new Map<string, Buffer>();
  const stored: StoredAttachment[] = [];
  for (const { content, name, contentType, contentId } of attachments) {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    const sha256 = await hashBytes(bytes);
    blobs.set(sha256, bytes);
    stored.push({ sha256, name, contentType, size: bytes.length, contentId });
  }
  // Each as a parameter of its own, for those alone travel as bytes and not as text.
  const rows = [...blobs].map(([sha256, bytes]) => sql`(${sha256}, ${bytes.length}::int, ${bytes}::bytea)`);
  await sql`insert into blob (sha256, size, content) values ${sql.join(rows)} on conflict do nothing`.execute(db);
  return stored;
}
