import { sql } from 'kysely';
import {
  policyEffects,
  valueOf,
  whatCcsEnd,
  whatCcsExpose,
  type DepartmentPolicy,
  type NamedPreset,
  type Preset,
  type Standing,
  type StandingCcs,
} from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { DepartmentState } from './department-state.ts';

export type NewPolicy = { policy: DepartmentPolicy; preset: Preset; basePreset: NamedPreset };

/** Writes the policy; its version rises by one, and the version is kept with who made it. */
export async function writePolicy(
  trx: Transaction,
  departmentId: string,
  actorId: string | null,
  { policy, preset, basePreset }: NewPolicy,
): Promise<void> {
  await sql`
    with d as (
      update department set policy = ${JSON.stringify(policy)}::jsonb, preset = ${preset}, base_preset = ${basePreset},
        policy_version = policy_version + 1
      where id = ${departmentId}
      returning id, policy_version, policy, preset, base_preset)
    insert into policy_version (department_id, version, policy, preset, base_preset, actor_id)
    select id, policy_version, policy, preset, base_preset, ${actorId}::uuid from d`.execute(trx);
}

/**
 * What becomes of open tickets by a new policy, in sentences; none when they stay as they are. Turning them on is for an admin to
 * confirm who has been told what it exposes (seeds/002: "I understand, enable").
 *
 * @throws Refusal INVALID when that is not confirmed
 */
export async function effectsOf(
  trx: Transaction,
  { id, policy: from }: DepartmentState,
  to: DepartmentPolicy,
  confirmed: boolean,
): Promise<string[]> {
  if (from === to) return [];
  const standing = await standingOf(trx, id, to.cc.maxPerTicket);
  const effects = policyEffects(from, to, standing);
  if (from.cc.enabled === to.cc.enabled) return effects;
  if (!to.cc.enabled) return [whatCcsEnd(to, standing), ...effects];
  const exposes = whatCcsExpose(to, standing);
  if (confirmed) return [exposes, ...effects];
  const message = `${exposes} To turn CCs on, confirm “I understand, enable”: confirmCc: true.`;
  throw Refusal.of('INVALID', message, ['policy', 'cc', 'enabled']);
}

async function standingOf(trx: Transaction, departmentId: string, limit: number): Promise<StandingCcs & Standing> {
  const { rows } = await sql<StandingCcs & Standing>`
    with open as (select id from ticket where department_id = ${departmentId} and status <> 'CLOSED'),
    copied as (
      select count(*)::int as ccs, count(*) filter (where p.role <> 'END_USER')::int as staff
      from cc join open on open.id = cc.ticket_id join person p on p.id = cc.person_id
      group by cc.ticket_id)
    select coalesce(sum(ccs), 0)::int as ccs, count(*)::int as tickets, coalesce(sum(staff), 0)::int as "staffCcs",
      count(*) filter (where ccs > ${limit}::int)::int as "overLimit",
      (select count(*)::int from follower join open on open.id = follower.ticket_id) as followers
    from copied`.execute(trx);
  return rows[0] ?? { ccs: 0, tickets: 0, staffCcs: 0, overLimit: 0, followers: 0 };
}

/** The values of some keys, for the audit. */
export function valuesOf(policy: DepartmentPolicy, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(policy, key)]));
}
