import { sql } from 'kysely';
import { whyNotAcknowledged } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { PlannedMessage } from './plan-messages.ts';

/**
 * Holds back what goes beyond the acknowledgements that an address may get within the hour. The rules have looked already;
 * but tickets that came in at the same moment did not know of each other. Whoever has the consumer's turn sees them all.
 */
export async function limitAcknowledgements(
  trx: Transaction,
  planned: readonly PlannedMessage[],
): Promise<readonly PlannedMessage[]> {
  const limited = planned.filter(({ told, notSent }) => notSent === null && told.hourly !== undefined);
  if (limited.length === 0) return planned;
  const addresses = [...new Set(limited.map(({ told }) => told.address))];
  const { rows } = await sql<{ address: string; count: number }>`
    select o.address, count(*)::int as count from outbound_message o
    where o.address = any(${addresses}::text[]) and o.told ->> 'mail' = 'ACKNOWLEDGEMENT' and o.status <> 'FAILED'
      and o.created_at > now() - interval '1 hour'
    group by o.address`.execute(trx);
  const sent = new Map(rows.map(({ address, count }) => [address, count]));
  return planned.map((message) => {
    const { address, hourly } = message.told;
    if (message.notSent !== null || hourly === undefined) return message;
    const before = sent.get(address) ?? 0;
    if (before >= hourly) return { ...message, notSent: `Not sent: ${whyNotAcknowledged(address, hourly)}` };
    sent.set(address, before + 1);
    return message;
  });
}
