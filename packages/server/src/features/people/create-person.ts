import { sql } from 'kysely';
import { canonicalAddress, type Role } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';
import { setPassword } from '../../platform/auth/set-password.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { keyedId } from '../../platform/keyed-id.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { appendAudit } from '../audit/index.ts';
import { checkedName, organizationNamed, writeMemberships } from './person-rows.ts';
import { requireAdministrator } from './require-administrator.ts';

export type CreatePerson = {
  name: string;
  email: string;
  role: Role;
  departmentIds?: readonly string[] | null;
  mayCommentPublicly?: boolean | null;
  organization?: string | null;
  language?: Language | null;
  password?: string | null;
  clientKey?: string | null;
};

/**
 * Creates a person with one address; with a password they can sign in. The same `clientKey` again finds whom it
 * made.
 *
 * @throws Refusal INVALID for a wrong name, address or password, and for an address that somebody has, who is named;
 *   NOT_FOUND for an unknown department; FORBIDDEN
 */
export async function createPerson(desk: Desk, actor: Operator, input: CreatePerson): Promise<{ personId: string }> {
  requireAdministrator(actor);
  const name = checkedName(input.name);
  const address = checkedAddress(input.email);
  const personId = keyedId(actor, input.clientKey);
  // Light agents write notes; whoever wants one to comment publicly says so.
  const mayCommentPublicly = input.mayCommentPublicly ?? input.role !== 'LIGHT_AGENT';
  await desk.db.transaction().execute(async (trx) => {
    const organizationId = await organizationNamed(trx, input.organization ?? null);
    const { numAffectedRows } = await sql`
      insert into person (id, name, role, may_comment_publicly, organization_id, language)
      values (${personId}, ${name}, ${input.role}, ${mayCommentPublicly}, ${organizationId},
        ${input.language ?? null})
      on conflict (id) do nothing`.execute(trx);
    if (numAffectedRows === 0n) return;
    await takeAddress(trx, personId, address);
    await writeMemberships(trx, personId, input.role, input.departmentIds ?? []);
    if (typeof input.password === 'string') await setPassword(desk, personId, input.password, trx);
    const made = { name, address, role: input.role, departmentIds: input.departmentIds ?? [] };
    const subject = { subjectKind: 'PERSON' as const, subjectId: personId };
    await appendAudit(trx, { actorId: idOf(actor), ...subject, action: 'person.created', new: made });
  });
  return { personId };
}

function checkedAddress(text: string): string {
  const address = canonicalAddress(text);
  if (address.length <= 254 && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(address)) return address;
  throw Refusal.of('INVALID', `"${text}" is not an e-mail address.`, ['email']);
}

async function takeAddress(trx: Transaction, personId: string, address: string): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into address (canonical, person_id) values (${address}, ${personId})
    on conflict (canonical) do nothing`.execute(trx);
  if (numAffectedRows === 1n) return;
  const { rows } = await sql<{ name: string }>`
    select coalesce('the department ' || d.name, p.name) as name
    from address a left join department d on d.id = a.department_id left join person p on p.id = a.person_id
    where a.canonical = ${address}`.execute(trx);
  const owner = rows[0]?.name ?? 'somebody';
  throw Refusal.of('INVALID', `${address} belongs already to ${owner}: change them instead.`, ['email']);
}
