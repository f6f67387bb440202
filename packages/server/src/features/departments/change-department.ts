import { sql } from 'kysely';
import { changePolicy, presetOf, valueOf, type DepartmentPolicy, type Preset } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Operator } from '../../platform/viewer.ts';
import type { Language } from '../../platform/language.ts';
import { checkMailTemplate } from '../mail-texts/index.ts';
import { configureDepartment } from './configure-department.ts';
import type { DepartmentState } from './department-state.ts';

export type ChangeDepartment = {
  departmentId: string;
  name?: string | null;
  language?: Language | null;
  /** Sections with keys; checked by the rules. */
  policy?: unknown;
  confirmCc?: boolean | null;
};

/**
 * Changes a department's name, its language, and some keys of its policy: all of it or nothing.
 *
 * @throws Refusal INVALID for each wrong value, for a key that nothing reads yet, and for turning CCs on without
 *   `confirmCc`; NOT_FOUND, FORBIDDEN
 */
export async function changeDepartment(desk: Desk, actor: Operator, input: ChangeDepartment) {
  return configureDepartment(desk, actor, input.departmentId, async (trx, department) => {
    const name = input.name?.trim() ?? department.name;
    if (name === '' || name.length > 100) throw Refusal.of('INVALID', 'A name has 1 to 100 characters.', ['name']);
    const { policy, changed } = wantedPolicy(department.policy, input);
    if (changed.length > 0) await writePolicy(trx, department.id, policy, presetOf(policy));
    const wanted = { name, language: input.language ?? department.language };
    const changes = (['name', 'language'] as const).filter((key) => wanted[key] !== department[key]);
    if (changes.length === 0 && changed.length === 0) return null;
    await sql`
      update department set name = ${wanted.name}, language = ${wanted.language}
      where id = ${department.id}`.execute(trx);
    const pick = (from: typeof wanted) => Object.fromEntries(changes.map((key) => [key, from[key]]));
    return {
      action: 'department.changed',
      old: { ...pick(department), ...valuesOf(department.policy, changed) },
      new: { ...pick(wanted), ...valuesOf(policy, changed) },
    };
  });
}

function wantedPolicy(current: DepartmentPolicy, { policy, confirmCc }: ChangeDepartment) {
  if (policy === undefined || policy === null) return { policy: current, changed: [] };
  const result = changePolicy(current, policy);
  if (!result.ok) {
    throw new Refusal(
      ...result.errors.map(({ field, message }) => ({
        code: 'INVALID' as const,
        message,
        field: ['policy', ...field],
      })),
    );
  }
  requireConfirmation(current, result.policy, confirmCc, ['policy', 'cc', 'enabled']);
  requireWorkingTexts(result);
  return result;
}

/** @throws Refusal INVALID with line and reason */
function requireWorkingTexts({ policy, changed }: { policy: DepartmentPolicy; changed: readonly string[] }): void {
  for (const [key, field] of [
    ['mailSubject', 'subject'],
    ['mailBody', 'body'],
  ] as const) {
    if (!changed.includes(`followers.${key}`)) continue;
    const wrong = checkMailTemplate('FOLLOWER', null, { [field]: policy.followers[key] });
    if (wrong) throw Refusal.of('INVALID', wrong.message, ['policy', 'followers', key]);
  }
}

/** Once CCs are on, customers can copy others on what they write: an admin confirms that they know. */
export function requireConfirmation(
  from: DepartmentPolicy,
  to: DepartmentPolicy,
  confirmCc: boolean | null | undefined,
  field: string[],
): void {
  if (from.cc.enabled || !to.cc.enabled || confirmCc === true) return;
  const message = 'CCs let customers copy other people on their tickets. To turn them on, confirm it: confirmCc: true.';
  throw Refusal.of('INVALID', message, field);
}

/** Writes the policy; its version rises by one. */
export async function writePolicy(
  trx: Transaction,
  id: string,
  policy: DepartmentPolicy,
  preset: Preset,
): Promise<void> {
  await sql`
    update department set policy = ${JSON.stringify(policy)}::jsonb, preset = ${preset},
      policy_version = policy_version + 1
    where id = ${id}`.execute(trx);
}

/** The values of some keys, for the audit. */
export function valuesOf(policy: DepartmentState['policy'], keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(policy, key)]));
}
