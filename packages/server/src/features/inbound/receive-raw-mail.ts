import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalAddress } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import type { ReceivedMail } from '../../platform/mail/smtp-in/smtp-server.ts';
import { hashBytes } from '../../platform/storage/hash-bytes.ts';

/**
 * Stores a message as it came, with its job, in one transaction: whoever is told its id may forget it. The same delivery
 * handed over again (same bytes, same envelope) is the message of the first time. All doors, SMTP, HTTP and IMAP, end here.
 */
export async function receiveRawMail(
  desk: Pick<Desk, 'db' | 'jobs'>,
  { raw, envelopeFrom, envelopeTo, remoteAddress, helo }: ReceivedMail,
): Promise<{ id: string; isNew: boolean }> {
  const from = canonicalAddress(envelopeFrom);
  const to = [...new Set(envelopeTo.map(canonicalAddress))].toSorted();
  const rawHash = await hashBytes(raw);
  const deliveryHash = createHash('sha256')
    .update(JSON.stringify([from, to, rawHash]))
    .digest('hex');
  const stored = await desk.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; isNew: boolean }>`
      with raw as (
        insert into blob (sha256, size, content) values (${rawHash}, ${raw.length}, ${raw}) on conflict do nothing
      ), made as (
        insert into inbound_message (raw_sha256, delivery_hash, envelope_from, envelope_to, remote_address, helo)
        values (${rawHash}, ${deliveryHash}, ${from}, ${to}::text[], ${remoteAddress}, ${helo})
        on conflict (delivery_hash) do nothing returning id
      )
      select id, true as "isNew" from made
      union all
      select id, false from inbound_message where delivery_hash = ${deliveryHash} limit 1`.execute(trx);
    const message =
      rows[0] ??
      (
        await sql<{ id: string; isNew: boolean }>`
      select id, false as "isNew" from inbound_message where delivery_hash = ${deliveryHash}`.execute(trx)
      ).rows[0];
    // Under READ COMMITTED the second look sees whoever was faster.
    if (!message) throw new Error('The message was neither stored nor there.');
    if (message.isNew) await desk.jobs.send('inbound.process', { inboundMessageId: message.id }, trx);
    return message;
  });
  if (stored.isNew) desk.jobs.nudge('inbound.process');
  return stored;
}
