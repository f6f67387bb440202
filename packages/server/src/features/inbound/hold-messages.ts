import { sql } from 'kysely';
import type { Confidence } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { ParsedMail } from '../../platform/mail/parse/parsed-mail.ts';
import type { DecidedMessage } from './decide-message.ts';
import type { Route } from './route-message.ts';

/** The same message, come before by another path. */
export type Earlier = {
  ticketId: string | null;
  commentId: string | null;
  departmentId: string | null;
  confidence: Confidence | null;
};

type ToHold = { message: { id: string }; mail: ParsedMail | null; route: Route };

/** What no two messages may touch at the same time: their Message-ID, and the tickets. */
export function locksOf({ mail, route }: Pick<ToHold, 'mail' | 'route'>): string[] {
  const reported = mail?.deliveryReport ? route.routing.reported.map(({ ticketId }) => ticketId) : [];
  const own = mail?.messageId ? [` message:${mail.messageId}`] : [];
  return [...new Set([...own, ...(route.ticketId === null ? [] : [route.ticketId]), ...reported])];
}

/**
 * Takes the locks of messages, in one order everywhere (Message-IDs, tickets, the rows), before the first write. Of each,
 * in their order, GONE: somebody else has applied it. Otherwise the same message that came by another path before, or FREE.
 */
export async function holdMessages(
  trx: Transaction,
  messages: readonly ToHold[],
): Promise<('GONE' | 'FREE' | Earlier)[]> {
  const keys = [...new Set(messages.flatMap(locksOf))].toSorted();
  await sql`select pg_advisory_xact_lock(hashtextextended(id, 0))
    from unnest(${keys}::text[]) with ordinality as wanted(id, place) order by place`.execute(trx);
  const wanted = messages.map(({ message, mail }) => ({
    id: message.id,
    messageId: mail?.messageId ?? null,
    bodyHash: mail?.bodySha256 ?? null,
    from: mail?.from[0]?.address ?? null,
  }));
  const { rows } = await sql<{ id: string; status: string; duplicate: Earlier | null }>`
    select m.id, m.status, (
      select jsonb_build_object('ticketId', d.ticket_id, 'commentId', d.comment_id, 'departmentId', d.department_id,
        'confidence', d.confidence)
      from inbound_message d
      where d.message_id = k."messageId" and d.body_sha256 = k."bodyHash"
        and d.from_address = k."from" and d.id <> m.id and d.processed_at is not null
        and d.suspended_by is distinct from 'duplicate' and d.status <> 'EXPIRED'
      order by d.confidence is not distinct from 'UNPROVEN', d.id limit 1) as duplicate
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as k(id uuid, "messageId" text, "bodyHash" text, "from" text)
      join inbound_message m on m.id = k.id
    order by m.id for update of m`.execute(trx);
  const found = new Map(rows.map((row) => [row.id, row]));
  return messages.map(({ message }) => {
    const row = found.get(message.id);
    return row?.status === 'RECEIVED' ? (row.duplicate ?? 'FREE') : 'GONE';
  });
}

/** A copy that may have been forged does not keep the real message out. */
export function repeats(earlier: Earlier, { facts }: DecidedMessage): boolean {
  return earlier.confidence !== 'UNPROVEN' || facts.message.confidence === 'UNPROVEN';
}
