import { sql } from 'kysely';
import type { DepartmentPolicy, NamedPreset, Preset, Trigger } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';

/** A department as the rules and the API look at it. */
export type DepartmentState = {
  id: string;
  name: string;
  slug: string;
  preset: Preset;
  /** The named preset that was applied last. */
  basePreset: NamedPreset;
  policy: DepartmentPolicy;
  policyVersion: number;
  /** In the order in which they are asked. */
  triggers: Trigger[];
  /** Of its mails to people of whom no language is known. */
  language: Language;
  /** Canonical; the one that mail is sent from first. */
  supportAddresses: string[];
};

/** SQL for a `DepartmentState`, from a row of `department` known in the query as `d`. */
export const departmentJson = sql<DepartmentState>`jsonb_build_object(
  'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
  'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
  'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
    from address a where a.department_id = d.id), '[]'))`;
