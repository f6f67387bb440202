import { offersCcs, policyKeys, PRESET_POLICIES, valueOf } from '@copydesk/rules';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import type { DepartmentState } from '../department-state.ts';

/** A custom policy began as the desk's own preset, or as good as. */
function settingsOf({ policy, preset }: DepartmentState) {
  const base = PRESET_POLICIES[preset === 'CUSTOM' ? 'COPYDESK' : preset];
  return policyKeys.map(({ key, sentence, steers }) => {
    const value = JSON.stringify(valueOf(policy, key));
    const source = value === JSON.stringify(valueOf(base, key)) ? 'PRESET' : 'DEPARTMENT';
    return { key, value, source, sentence, steers };
  });
}

export const departmentType = {
  Department: {
    id: (row: DepartmentState) => globalId('Department', row.id),
    settings: settingsOf,
    ccEnabled: (row: DepartmentState) => row.policy.cc.enabled,
    ccLimit: (row: DepartmentState) => row.policy.cc.maxPerTicket,
    viewerMayAddCcs: (row: DepartmentState, _: unknown, context: Context) => offersCcs(row.policy, signedIn(context)),
  },
};
