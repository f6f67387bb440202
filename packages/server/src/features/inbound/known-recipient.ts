import { sql } from 'kysely';
import { canonicalAddress } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { readReplyAddress } from '../../platform/mail/canonical.ts';

/** Which of these are support addresses of the desk, or signed reply addresses that were issued? In their order. One statement. */
export async function areKnownRecipients(db: Queries, addresses: readonly string[]): Promise<boolean[]> {
  const canonical = addresses.map(canonicalAddress);
  const reply = canonical.map(readReplyAddress);
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from address where department_id is not null and canonical = asked.canonical)
      or exists (
        select from (select token from reply_address union all select token from side_reply_address) issued
        where token = asked.token and exists (
          select from address where department_id is not null
            and split_part(canonical, '@', 2) = asked.domain)) as known
    from unnest(${canonical}::text[], ${reply.map((one) => one?.token ?? '')}::text[],
      ${reply.map((one) => one?.supportAddress.split('@')[1] ?? '')}::text[])
      with ordinality as asked(canonical, token, domain, place) order by place`.execute(db);
  return rows.map(({ known }) => known);
}
