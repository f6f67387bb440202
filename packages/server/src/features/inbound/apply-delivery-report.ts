import { sql } from 'kysely';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import type { ParsedMail } from '../../platform/mail/parse/parsed-mail.ts';
import { loadTicketState, writeTicket } from '../tickets/index.ts';
import type { IssuedReplyAddress, Routing } from './read-routing.ts';

type Reported = Routing['reported'][number];

/** A report names a handful of messages; more is no report. */
const MOST = 5;

/**
 * Notes on messages of ours what a bounce or delay report says of them. A delay changes nothing but the words. An address
 * that we wrote to and that is dead gets no more mail, until it writes to us or an agent says otherwise. Returns
 * the tickets that changed. The tickets' locks are held.
 *
 * Whoever was copied on an answer knows the Message-ID that it answers, and can write a report about it. So an address is
 * dead only by a report that came to where ours are sent back to, its owner's own reply address, while nobody else has
 * seen that.
 */
export async function applyDeliveryReport(
  trx: Transaction,
  desk: Desk,
  mail: ParsedMail,
  { reported, cameTo }: { reported: readonly Reported[]; cameTo: IssuedReplyAddress | null },
): Promise<string[]> {
  const messages = reported.slice(0, MOST).map((message) => ({ ...message, ...sayingOf(mail, message) }));
  const facts = JSON.stringify(messages.map(({ id, failed, said }) => ({ id, failed, said })));
  const isBelieved = ({ personId }: Reported) => cameTo?.person.id === personId && !cameTo.seenByOthers;
  const dead = messages.filter((message) => message.dead && isBelieved(message)).map(({ address }) => address);
  await sql`
    with dead as (
      update address set undeliverable_since = now()
      where canonical = any(${dead}::text[]) and person_id is not null and undeliverable_since is null
    )
    update outbound_message o set last_error = r.said, status = case when r.failed then 'FAILED' else o.status end
    from jsonb_to_recordset(${facts}::jsonb) as r(id uuid, failed boolean, said text)
    where o.id = r.id`.execute(trx);
  const byTicket = Map.groupBy(messages, ({ ticketId }) => ticketId);
  for (const [ticketId, ofTicket] of byTicket) {
    const state = await loadTicketState(trx, ticketId);
    if (!state) continue;
    const events = ofTicket.map(({ id, commentId }) => ({
      type: 'delivery.changed' as const,
      public: false,
      data: { outboundMessageId: id, ...(commentId ? { commentId } : {}) },
    }));
    await writeTicket(trx, desk, { ticketId, expectSeq: state.seq, actorId: null, events });
  }
  return [...byTicket.keys()];
}

/** `dead`: only what is said of this very address counts, not of one that it passes mail on to. */
function sayingOf(mail: ParsedMail, { address }: Reported): { failed: boolean; said: string; dead: boolean } {
  const recipients = mail.deliveryReport?.recipients ?? [];
  const about = recipients.find((recipient) => recipient.address === address) ?? recipients[0];
  const dead = about !== undefined && about.address === address && about.permanent;
  if (!about) return { failed: true, said: `It came back: ${mail.subject}`, dead };
  if (about.action === 'failed') return { failed: true, said: `It came back: ${about.diagnostic}`, dead };
  return { dead, failed: false, said: `The recipient's server says “${about.action}”: ${about.diagnostic}` };
}
