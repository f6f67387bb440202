import { applyPreset as presetApplied, type Preset } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { configureDepartment } from './configure-department.ts';
import { effectsOf, valuesOf, writePolicy } from './write-policy.ts';

export type ApplyPreset = { departmentId: string; preset: Preset; confirmCc?: boolean | null };

/**
 * Writes every key of a preset. CCs stay as they are unless `confirmCc` says that they may be turned on as well.
 *
 * @throws Refusal INVALID for CUSTOM, which is what an edit of a preset makes; NOT_FOUND, FORBIDDEN
 */
export async function applyPreset(desk: Desk, actor: Operator, input: ApplyPreset) {
  const { preset } = input;
  return configureDepartment(desk, actor, input.departmentId, async (trx, department) => {
    if (preset === 'CUSTOM') {
      throw Refusal.of('INVALID', 'CUSTOM is what a changed preset becomes: change the settings themselves.', [
        'preset',
      ]);
    }
    const { policy, changed } = presetApplied(department.policy, preset, { confirmCc: input.confirmCc === true });
    if (changed.length === 0 && department.preset === preset) return null;
    const effects = await effectsOf(trx, department, policy, input.confirmCc === true);
    await writePolicy(trx, department.id, idOf(actor), { policy, preset, basePreset: preset });
    return {
      action: 'preset.applied',
      old: { preset: department.preset, ...valuesOf(department.policy, changed) },
      new: { preset, ...valuesOf(policy, changed) },
      effects,
    };
  });
}
