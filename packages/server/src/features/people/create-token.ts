import { sql } from 'kysely';
import { canonicalAddress } from '@copydesk/rules';
import { v7 } from 'uuid';
import { newToken } from '../../platform/auth/bearer-token.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { appendAudit } from '../audit/index.ts';
import { requireAdministrator } from './require-administrator.ts';

export type CreateToken = {
  /** An address of the person who acts with the token. */
  email: string;
  /** What its owner calls it. */
  name: string;
};

/**
 * Makes an API token. It is shown this once: only its hash is kept.
 *
 * @throws Refusal NOT_FOUND when nobody active has the address; FORBIDDEN
 */
export async function createToken(
  desk: Desk,
  actor: Operator,
  input: CreateToken,
): Promise<{ tokenId: string; token: string }> {
  requireAdministrator(actor);
  const { token, hash, prefix } = newToken();
  const tokenId = v7();
  const address = canonicalAddress(input.email);
  await desk.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ personId: string }>`
      insert into token (id, hash, prefix, name, person_id)
      select ${tokenId}, ${hash}, ${prefix}, ${input.name}, p.id
      from address a join person p on p.id = a.person_id
      where a.canonical = ${address} and p.state = 'ACTIVE'
      returning person_id as "personId"`.execute(trx);
    if (!rows[0]) throw Refusal.of('NOT_FOUND', `Nobody active has the address ${address}.`, ['email']);
    const made = { ...rows[0], name: input.name, prefix };
    const subject = { subjectKind: 'TOKEN' as const, subjectId: tokenId };
    await appendAudit(trx, { actorId: idOf(actor), ...subject, action: 'token.created', new: made });
  });
  return { tokenId, token };
}
