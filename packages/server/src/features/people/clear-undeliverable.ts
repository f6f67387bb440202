import { sql } from 'kysely';
import { canonicalAddress, may, whyMayNot } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { appendAudit } from '../audit/index.ts';

/**
 * Mail goes to an address again that the desk stopped writing to because its mail had come back for good. A mail from the
 * address does the same.
 *
 * @throws Refusal NOT_FOUND for an address that nobody has, FORBIDDEN to all but full agents
 */
export async function clearUndeliverable(desk: Desk, actor: Viewer, given: string): Promise<{ personId: string }> {
  const address = canonicalAddress(given);
  const field = ['address'];
  if (!may(actor, 'address.clear', {}))
    throw Refusal.of('FORBIDDEN', whyMayNot(actor, 'address.clear', {}) ?? '', field);
  return desk.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ personId: string; since: Date | null }>`
      select person_id as "personId", undeliverable_since as since from address
      where canonical = ${address} and person_id is not null for update`.execute(trx);
    const [row] = rows;
    if (!row) throw Refusal.of('NOT_FOUND', `Nobody has the address ${address}.`, field);
    if (row.since === null) return { personId: row.personId };
    await sql`update address set undeliverable_since = null where canonical = ${address}`.execute(trx);
    await appendAudit(trx, {
      actorId: actor.id,
      subjectKind: 'PERSON',
      subjectId: row.personId,
      action: 'address.cleared',
      old: { address, undeliverableSince: row.since },
      new: { address, undeliverableSince: null },
    });
    return { personId: row.personId };
  });
}
