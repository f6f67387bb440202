import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';

/** What is larger comes in slices of this size: PostgreSQL sends bytes as hexadecimal text, and to read 25 MB of it takes longer than anybody should wait for their turn. */
export const SLICE = 1024 * 1024;

/** The bytes that have this SHA-256 (hex); null: there are none. */
export async function readBlob(db: Queries, sha256: string): Promise<Buffer | null> {
  const { rows } = await sql<{ size: number; content: Buffer | null }>`
    select size, case when size <= ${SLICE} then content end as content from blob where sha256 = ${sha256}`.execute(db);
  const [blob] = rows;
  return blob ? (blob.content ?? readSlices(db, sha256, blob.size)) : null;
}

async function readSlices(db: Queries, sha256: string, size: number): Promise<Buffer> {
  // The empty bytes make PostgreSQL unpack the whole once, and not for each slice.
  const { rows } = await sql<{ slice: Buffer }>`
    with whole as materialized (select content || ''::bytea as content from blob where sha256 = ${sha256})
    select substring(content from at for ${SLICE}) as slice
    from generate_series(1, ${size}::int, ${SLICE}) at, whole order by at`.execute(db);
  return Buffer.concat(
    rows.map(({ slice }) => slice),
    size,
  );
}
