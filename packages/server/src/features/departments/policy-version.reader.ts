import { sql } from 'kysely';
import type { DepartmentPolicy, NamedPreset, Preset } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';

export type PolicyVersionRow = {
  version: number;
  policy: DepartmentPolicy;
  preset: Preset;
  basePreset: NamedPreset;
  /** Null: the command line. */
  actorId: string | null;
  at: Date | string;
};

/** A department's policy as that version had it; null when there is no such version. */
export async function policyAt(db: Queries, departmentId: string, version: number): Promise<PolicyVersionRow | null> {
  const { rows } = await sql<PolicyVersionRow>`
    select version, policy, preset, base_preset as "basePreset", actor_id as "actorId", at
    from policy_version where department_id = ${departmentId} and version = ${version}`.execute(db);
  return rows[0] ?? null;
}
