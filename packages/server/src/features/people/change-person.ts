import { sql } from 'kysely';
import type { Party, PersonState, Role } from '@copydesk/rules';
import { endSessions, setPassword } from '../../platform/auth/set-password.ts';
import type { Language } from '../../platform/language.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { appendAccessEvent } from '../../platform/events/append-access-event.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { appendAudit } from '../audit/index.ts';
import { partyJson } from './party-sql.ts';
import { checkedName, organizationNamed, writeMemberships } from './person-rows.ts';
import { requireAdministrator } from './require-administrator.ts';

/** What is left out stays. */
export type ChangePerson = {
  personId: string;
  name?: string | null;
  role?: Role | null;
  state?: PersonState | null;
  departmentIds?: readonly string[] | null;
  mayCommentPublicly?: boolean | null;
  /** Null takes the person out of their organization. */
  organization?: string | null;
  /** Null: the department's. */
  language?: Language | null;
  password?: string | null;
};

type Standing = Pick<Party, 'name' | 'role' | 'state' | 'mayCommentPublicly' | 'departmentIds'>;

/**
 * Changes a person. What changes what they may see raises their access version and ends or renews their open sockets;
 * who is no longer active loses their sessions.
 *
 * @throws Refusal INVALID, also when no active admin would be left; NOT_FOUND, FORBIDDEN
 */
export async function changePerson(desk: Desk, actor: Operator, input: ChangePerson): Promise<{ personId: string }> {
  requireAdministrator(actor);
  const { personId } = input;
  const actorId = idOf(actor);
  await desk.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ party: Party }>`
      select ${partyJson('p')} as party from person p where p.id = ${personId} for update of p`.execute(trx);
    if (!rows[0]) throw Refusal.of('NOT_FOUND', 'There is no such person.', ['personId']);
    const old: Standing = rows[0].party;
    const wanted = wantedOf(old, input);
    const changed = (Object.keys(wanted) as (keyof Standing)[]).filter((key) => !same(old[key], wanted[key]));
    await write(trx, personId, wanted, input);
    if (isAdmin(old) && !isAdmin(wanted)) await requireAnAdmin(trx);
    if (wanted.state !== 'ACTIVE' && old.state === 'ACTIVE') await endSessions(trx, personId);
    if (typeof input.password === 'string') await setPassword(desk, personId, input.password, trx);
    if (changed.some((key) => key !== 'name')) {
      await sql`update person set access_version = access_version + 1 where id = ${personId}`.execute(trx);
      await appendAccessEvent(trx, desk, { personId, actorId });
    }
    if (changed.length === 0) return;
    const pick = (from: Standing) => Object.fromEntries(changed.map((key) => [key, from[key]]));
    const entry = { action: 'person.changed', old: pick(old), new: pick(wanted) };
    await appendAudit(trx, { actorId, subjectKind: 'PERSON', subjectId: personId, ...entry });
  });
  desk.wake([]);
  return { personId };
}

function wantedOf(old: Standing, input: ChangePerson): Standing {
  const role = input.role ?? old.role;
  return {
    name: typeof input.name === 'string' ? checkedName(input.name) : old.name,
    role,
    state: input.state ?? old.state,
    mayCommentPublicly: input.mayCommentPublicly ?? old.mayCommentPublicly,
    departmentIds: input.departmentIds ?? (role === 'END_USER' ? [] : old.departmentIds),
  };
}

async function write(trx: Transaction, personId: string, wanted: Standing, input: ChangePerson): Promise<void> {
  const { name, role, state, mayCommentPublicly, departmentIds } = wanted;
  await sql`
    update person set name = ${name}, role = ${role}, state = ${state}, may_comment_publicly = ${mayCommentPublicly}
    where id = ${personId}`.execute(trx);
  await writeMemberships(trx, personId, role, departmentIds);
  if (input.language !== undefined) {
    await sql`update person set language = ${input.language} where id = ${personId}`.execute(trx);
  }
  if (input.organization === undefined) return;
  const organizationId = await organizationNamed(trx, input.organization);
  await sql`update person set organization_id = ${organizationId} where id = ${personId}`.execute(trx);
}

/** Nobody could undo it. The lock lets two admins who demote each other at once find out. */
async function requireAnAdmin(trx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('copydesk: the last admin'))`.execute(trx);
  const { rows } = await sql`select id from person where role = 'ADMIN' and state = 'ACTIVE' limit 1`.execute(trx);
  if (rows.length > 0) return;
  throw Refusal.of('INVALID', 'There must be an active admin: make somebody else one first.', ['role']);
}

const isAdmin = ({ role, state }: Standing) => role === 'ADMIN' && state === 'ACTIVE';

function same(one: unknown, other: unknown): boolean {
  const sorted = (value: unknown) => (Array.isArray(value) ? [...new Set(value)].toSorted() : value);
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}
