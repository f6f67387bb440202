import { sql } from 'kysely';
import {
  valueOf,
  whatCcsEnd,
  whatCcsExpose,
  type DepartmentPolicy,
  type NamedPreset,
  type Preset,
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
 * What becomes of CCs by a new policy, in sentences; none when they stay as they are. Turning them on is for an admin to
 * confirm who has been told what it exposes (seeds/002: "I understand, enable").
 *
 * @throws Refusal INVALID when that is not confirmed
 */
export async function effectsOnCcs(
  trx: Transaction,
  { id, policy: from }: DepartmentState,
  to: DepartmentPolicy,
  confirmed: boolean,
): Promise<string[]> {
  if (from.cc.enabled === to.cc.enabled) return [];
  const standing = await standingCcs(trx, id);
  if (!to.cc.enabled) return [whatCcsEnd(to, standing)];
  const exposes = whatCcsExpose(to, standing);
  if (confirmed) return [exposes];
  const message = `${exposes} To turn CCs on, confirm “I understand, enable”: confirmCc: true.`;
  throw Refusal.of('INVALID', message, ['policy', 'cc', 'enabled']);
}

async function standingCcs(trx: Transaction, departmentId: string): Promise<StandingCcs> {
  const { rows } = await sql<StandingCcs>`
    select count(*)::int as ccs, count(distinct cc.ticket_id)::int as tickets
    from cc join ticket t on t.id = cc.ticket_id
    where t.department_id = ${departmentId} and t.status <> 'CLOSED'`.execute(trx);
  return rows[0] ?? { ccs: 0, tickets: 0 };
}

/** The values of some keys, for the audit. */
export function valuesOf(policy: DepartmentPolicy, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(policy, key)]));
}
