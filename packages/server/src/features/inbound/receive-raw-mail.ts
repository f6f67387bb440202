import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalAddress } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import type { ReceivedMail } from '../../platform/mail/smtp-in/smtp-server.ts';
import { hashBytes } from '../../platform/storage/hash-bytes.ts';

export type Received = { id: string; isNew: boolean };

/**
 * Stores a message as it came, with its job, in one transaction: whoever is told its id may forget it. The same delivery
 * handed over again (same bytes, same envelope) is the message of the first time. All doors, SMTP, HTTP and IMAP, end here.
 */
export async function receiveRawMail(desk: Pick<Desk, 'db' | 'jobs'>, mail: ReceivedMail): Promise<Received> {
  const [stored] = await receiveRawMails(desk, [mail]);
  if (!stored) throw new Error('The message was neither stored nor there.');
  return stored;
}

/** The same for messages that come at the same time: all are stored, with their jobs, or none is. In their order. */
export async function receiveRawMails(
  desk: Pick<Desk, 'db' | 'jobs'>,
  mails: readonly ReceivedMail[],
): Promise<Received[]> {
  const given = await Promise.all(mails.map(toStore));
  const hashes = [...new Set(given.map(({ deliveryHash }) => deliveryHash))];
  const ids = new Map<string, Received>();
  await desk.db.transaction().execute(async (trx) => {
    for (const { deliveryHash, ...stored } of await store(trx, given)) ids.set(deliveryHash, stored);
    const faster = hashes.filter((hash) => !ids.has(hash));
    // Under READ COMMITTED the second look sees whoever was faster.
    if (faster.length > 0) {
      for (const { deliveryHash, id } of await stand(trx, faster)) ids.set(deliveryHash, { id, isNew: false });
    }
    const news = [...ids.values()].filter(({ isNew }) => isNew).map(({ id }) => ({ inboundMessageId: id }));
    await desk.jobs.sendAll('inbound.process', news, trx);
  });
  if ([...ids.values()].some(({ isNew }) => isNew)) desk.jobs.nudge('inbound.process');
  const told = new Set<string>();
  return given.map(({ deliveryHash }) => {
    const received = ids.get(deliveryHash);
    if (!received) throw new Error('The message was neither stored nor there.');
    const isFirst = !told.has(deliveryHash);
    told.add(deliveryHash);
    return isFirst ? received : { ...received, isNew: false };
  });
}

async function toStore({ raw, envelopeFrom, envelopeTo, remoteAddress, helo }: ReceivedMail) {
  const from = canonicalAddress(envelopeFrom);
  const to = [...new Set(envelopeTo.map(canonicalAddress))].toSorted();
  const rawHash = await hashBytes(raw);
  const deliveryHash = createHash('sha256')
    .update(JSON.stringify([from, to, rawHash]))
    .digest('hex');
  return { raw, from, to, rawHash, deliveryHash, remoteAddress, helo };
}

type ToStore = Awaited<ReturnType<typeof toStore>>;
type Stored = Received & { deliveryHash: string };

/** Rows in the order of their keys, as everybody writes them: two batches that share some do not wait for each other. */
async function store(trx: Transaction, given: readonly ToStore[]): Promise<Stored[]> {
  const rows = given.map(
    (one) => sql`(${one.rawHash}::text, ${one.raw.length}::int, ${one.raw}::bytea, ${one.deliveryHash}::text,
      ${one.from}::text, ${one.to}::text[], ${one.remoteAddress}::text, ${one.helo}::text)`,
  );
  const { rows: stored } = await sql<Stored>`
    with given (raw_sha256, size, content, delivery_hash, envelope_from, envelope_to, remote_address, helo) as (
      values ${sql.join(rows)}
    ), raw as (
      insert into blob (sha256, size, content) select raw_sha256, size, content from given order by raw_sha256
      on conflict do nothing
    ), made as (
      insert into inbound_message (raw_sha256, delivery_hash, envelope_from, envelope_to, remote_address, helo)
      select raw_sha256, delivery_hash, envelope_from, envelope_to, remote_address, helo from given order by delivery_hash
      on conflict (delivery_hash) do nothing returning id, delivery_hash
    )
    select id, delivery_hash as "deliveryHash", true as "isNew" from made
    union all
    select m.id, m.delivery_hash, false from given join inbound_message m using (delivery_hash)`.execute(trx);
  return stored;
}

async function stand(trx: Transaction, hashes: readonly string[]): Promise<{ id: string; deliveryHash: string }[]> {
  const { rows } = await sql<{ id: string; deliveryHash: string }>`
    select id, delivery_hash as "deliveryHash" from inbound_message
    where delivery_hash = any(${[...hashes]}::text[])`.execute(trx);
  return rows;
}
