import { sql } from 'kysely';
import type { DepartmentPolicy, Preset } from '@copydesk/rules';

/** A department as the rules and the API look at it. */
export type DepartmentState = {
  id: string;
  name: string;
  slug: string;
  preset: Preset;
  policy: DepartmentPolicy;
  policyVersion: number;
  /** Canonical; the one that mail is sent from first. */
  supportAddresses: string[];
};

/** SQL for a `DepartmentState`, from a row of `department` known in the query as `d`. */
export const departmentJson = sql<DepartmentState>`jsonb_build_object(
  'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'policy', d.policy,
  'policyVersion', d.policy_version,
  'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
    from address a where a.department_id = d.id), '[]'))`;
