import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Party } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { partyJson } from '../people/index.ts';
import { closureSeqOf, type Wanted } from './rating.reader.ts';

/** The page that takes a rating, by itself and with an answer chosen already. */
export type RatingLinks = { url: string; good: string; bad: string };

/** Who is asked about what; `commentId` null: about the closure that the ticket is in. */
export type AskedToRate = { ticketId: string; personId: string; commentId: string | null };

const DAYS = 30;
const shape = /^[A-Za-z0-9_-]{32}$/u;

/**
 * New links, one for each, in their order. A link stands in one mail and holds for 30 days; only its hash is kept, so
 * the next mail about the same thing gets another. Links that ran out are swept on the way.
 */
export async function issueRatingLinks(
  db: Queries,
  { publicUrl }: { publicUrl: string },
  asked: readonly AskedToRate[],
): Promise<RatingLinks[]> {
  if (asked.length === 0) return [];
  const links = asked.map((one) => ({ ...one, token: randomBytes(24).toString('base64url') }));
  const rows = JSON.stringify(links.map(({ token, ...one }) => ({ ...one, hash: hashOf(token) })));
  await sql`
    with swept as (
      delete from rating_link where token_hash in (
        select token_hash from rating_link where expires_at < now() limit 500 for update skip locked))
    insert into rating_link (token_hash, ticket_id, person_id, comment_id, closure_seq, expires_at)
    select r.hash, r."ticketId", r."personId", r."commentId",
      case when r."commentId" is null then ${closureSeqOf(sql`r."ticketId"`)} end,
      now() + make_interval(days => ${DAYS})
    from jsonb_to_recordset(${rows}::jsonb)
      as r(hash text, "ticketId" uuid, "personId" uuid, "commentId" uuid)`.execute(db);
  return links.map(({ token }) => {
    const url = `${publicUrl.replace(/\/$/u, '')}/rate/${token}`;
    return { url, good: `${url}?score=GOOD`, bad: `${url}?score=BAD` };
  });
}

export type FoundLink = { person: Party; language: string | null; ticketId: string; wanted: Wanted };
type LinkRow = Omit<FoundLink, 'wanted'> & { commentId: string | null; closureSeq: number | null };

/** Whose link a token is, and what it rates; null: nobody's, or one that has run out. */
export async function findRatingLink(db: Queries, token: string): Promise<FoundLink | null> {
  if (!shape.test(token)) return null;
  const { rows } = await sql<LinkRow>`
    select ${partyJson('p')} as person, p.language, l.ticket_id as "ticketId", l.comment_id as "commentId",
      l.closure_seq as "closureSeq"
    from rating_link l join person p on p.id = l.person_id
    where l.token_hash = ${hashOf(token)} and l.expires_at > now()`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { person, language, ticketId, commentId, closureSeq } = row;
  return { person, language, ticketId, wanted: commentId === null ? { closureSeq: closureSeq ?? 0 } : { commentId } };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
