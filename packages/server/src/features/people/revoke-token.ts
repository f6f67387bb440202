import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { appendAccessEvent } from '../../platform/events/append-access-event.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { appendAudit } from '../audit/index.ts';
import { requireAdministrator } from './require-administrator.ts';

/**
 * Ends a token: nobody gets in with it any more, and the sockets that it opened are closed.
 *
 * @throws Refusal NOT_FOUND when there is none, or it has been revoked before; FORBIDDEN
 */
export async function revokeToken(desk: Desk, actor: Operator, input: { tokenId: string }): Promise<void> {
  requireAdministrator(actor);
  const { tokenId } = input;
  const actorId = idOf(actor);
  await desk.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ personId: string }>`
      update token set revoked_at = now() where id = ${tokenId} and revoked_at is null
      returning person_id as "personId"`.execute(trx);
    if (!rows[0]) throw Refusal.of('NOT_FOUND', 'There is no such token in force.', ['tokenId']);
    await appendAccessEvent(trx, desk, { personId: rows[0].personId, actorId, tokenId });
    await appendAudit(trx, { actorId, subjectKind: 'TOKEN', subjectId: tokenId, action: 'token.revoked' });
  });
  desk.wake([]);
}
