import { sql } from 'kysely';
import { canonicalAddress } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { readReplyAddress } from '../../platform/mail/canonical.ts';

/** Is this a support address of the desk, or a signed reply address that was issued? One statement. */
export async function isKnownRecipient(db: Queries, address: string): Promise<boolean> {
  const canonical = canonicalAddress(address);
  const reply = readReplyAddress(canonical);
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from address where department_id is not null and canonical = ${canonical})
      or exists (
        select from (select token from reply_address union all select token from side_reply_address) issued
        where token = ${reply?.token ?? ''} and exists (
          select from address where department_id is not null
            and split_part(canonical, '@', 2) = ${reply?.supportAddress.split('@')[1] ?? ''})) as known`.execute(db);
  return rows[0]?.known ?? false;
}
