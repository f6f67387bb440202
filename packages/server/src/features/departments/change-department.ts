import { sql } from 'kysely';
import { changePolicy, presetOf, type DepartmentPolicy } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import type { Language } from '../../platform/language.ts';
import { checkMailTemplate } from '../mail-texts/index.ts';
import { requireBlockable } from './blocked-addresses.ts';
import { configureDepartment } from './configure-department.ts';
import { effectsOf, valuesOf, writePolicy } from './write-policy.ts';

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
    const { policy, changed } = await wantedPolicy(department.policy, input.policy);
    await requireBlockable(trx, department.policy.cc.blocklist, policy.cc.blocklist);
    const effects = await effectsOf(trx, department, policy, input.confirmCc === true);
    if (changed.length > 0) {
      const preset = presetOf(policy);
      const basePreset = preset === 'CUSTOM' ? department.basePreset : preset;
      await writePolicy(trx, department.id, idOf(actor), { policy, preset, basePreset });
    }
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
      effects,
    };
  });
}

async function wantedPolicy(current: DepartmentPolicy, change: unknown) {
  if (change === undefined || change === null) return { policy: current, changed: [] };
  const result = changePolicy(current, change);
  if (!result.ok) {
    throw new Refusal(
      ...result.errors.map(({ field, message }) => ({
        code: 'INVALID' as const,
        message,
        field: ['policy', ...field],
      })),
    );
  }
  await requireWorkingTexts(result);
  return result;
}

/** @throws Refusal INVALID with line and reason */
async function requireWorkingTexts({
  policy,
  changed,
}: {
  policy: DepartmentPolicy;
  changed: readonly string[];
}): Promise<void> {
  for (const [key, field] of [
    ['mailSubject', 'subject'],
    ['mailBody', 'body'],
  ] as const) {
    if (!changed.includes(`followers.${key}`)) continue;
    const wrong = await checkMailTemplate('FOLLOWER', null, { [field]: policy.followers[key] });
    if (wrong) throw Refusal.of('INVALID', wrong.message, ['policy', 'followers', key]);
  }
}
