import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const TOKEN_LENGTH = 26;
/** A local part has 64 octets at most (RFC 5321, 4.5.3.1.1); the plus sign is one of them. */
const LONGEST_NAME = 64 - TOKEN_LENGTH - 1;

export type TicketPerson = { ticketId: string; personId: string };

/** 128 random bits as lower-case base32 without padding: 26 characters that any mail program leaves alone. */
export function makeReplyToken(bytes: Buffer = randomBytes(16)): string {
  const bits = BigInt(`0x${bytes.toString('hex')}`) << 2n;
  return Array.from({ length: TOKEN_LENGTH }, (_, place) => {
    const shift = BigInt((TOKEN_LENGTH - 1 - place) * 5);
    return ALPHABET[Number((bits >> shift) & 31n)];
  }).join('');
}

/**
 * `claims+token@example.com`, of the first support address that has room for the token. A department with none that
 * has is answered at its plain address, and its tickets are found by their message ids. Null: no address at all.
 */
export function replyAddressOf(supportAddresses: readonly string[], token: string): string | null {
  const roomy = supportAddresses.find((address) => {
    const name = address.slice(0, address.lastIndexOf('@'));
    return !name.includes('+') && Buffer.byteLength(name) <= LONGEST_NAME;
  });
  if (roomy === undefined) return supportAddresses[0] ?? null;
  const at = roomy.lastIndexOf('@');
  return `${roomy.slice(0, at)}+${token}${roomy.slice(at)}`;
}

/** The tokens by which people answer tickets, by `ticketId:personId`; those that are missing are issued. */
export async function issueReplyTokens(db: Queries, pairs: readonly TicketPerson[]): Promise<Map<string, string>> {
  if (pairs.length === 0) return new Map();
  const wanted = JSON.stringify(pairs.map((pair) => ({ ...pair, token: makeReplyToken() })));
  const { rows } = await sql<TicketPerson & { token: string }>`
    with wanted as (
      select distinct on ("ticketId", "personId") *
      from jsonb_to_recordset(${wanted}::jsonb) as r("ticketId" uuid, "personId" uuid, token text)),
    issued as (
      insert into reply_address (token, ticket_id, person_id) select token, "ticketId", "personId" from wanted
      on conflict (ticket_id, person_id) do nothing returning token, ticket_id, person_id)
    select token, ticket_id as "ticketId", person_id as "personId" from issued
    union all
    select a.token, a.ticket_id, a.person_id from reply_address a
      join wanted w on w."ticketId" = a.ticket_id and w."personId" = a.person_id`.execute(db);
  return new Map(rows.map(({ ticketId, personId, token }) => [`${ticketId}:${personId}`, token]));
}
