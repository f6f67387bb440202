import type { DepartmentPolicy } from './policy.ts';
import type { NamedPreset, Preset } from './vocabulary.ts';

export type PolicyKeyKind = 'BOOL' | 'INT' | 'ENUM' | 'SET' | 'LIST' | 'TEXT';

/** What a key of the policy is and does. */
export type PolicyKey = {
  /** `cc.maxPerTicket` */
  key: string;
  /** As settings.md spells it: `cc.max_per_ticket`. */
  sourceKey: string;
  kind: PolicyKeyKind;
  /** For INT the smallest and largest value, for TEXT and LIST the smallest and largest length. */
  bounds: { min: number; max: number } | null;
  /** The values of ENUM, SET and LIST. */
  values: readonly string[] | null;
  /** The effect, said to an admin. */
  sentence: string;
  /** Does the product act on it yet? A key that does not cannot be changed. */
  steers: boolean;
};

export const policyKeys: readonly PolicyKey[] = [];

export type PolicyError = { field: readonly string[]; message: string };
export type PolicyChanged =
  | { ok: true; policy: DepartmentPolicy; changed: readonly string[] }
  | { ok: false; errors: readonly PolicyError[] };

/** Applies some new values, all or nothing. `change` is checked here, whatever its type promised. */
export function changePolicy(current: DepartmentPolicy, change: unknown): PolicyChanged {
  void [current, change];
  throw new Error('not written');
}

/** Writes every key of a preset; `cc.enabled` stays unless `confirmCc`. */
export function applyPreset(
  current: DepartmentPolicy,
  preset: NamedPreset,
  options: { confirmCc: boolean },
): { policy: DepartmentPolicy; changed: readonly string[] } {
  void [current, preset, options];
  throw new Error('not written');
}

/** The preset whose values these are (`cc.enabled` aside), or CUSTOM. */
export function presetOf(policy: DepartmentPolicy): Preset {
  void policy;
  throw new Error('not written');
}
