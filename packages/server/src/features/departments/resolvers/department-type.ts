import { offersCcs, policySettings, type DepartmentPolicy, type NamedPreset } from '@copydesk/rules';
import type { DepartmentPolicyAtArgs } from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import type { DepartmentState } from '../department-state.ts';
import { policyAt } from '../policy-version.reader.ts';

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

function settingsOf({ policy, basePreset }: { policy: DepartmentPolicy; basePreset: NamedPreset }) {
  return policySettings(policy, basePreset).map((setting) => ({
    ...setting,
    value: JSON.stringify(setting.value),
    presetValue: json(setting.presetValue),
  }));
}

export const departmentType = {
  Department: {
    id: (row: DepartmentState) => globalId('Department', row.id),
    settings: settingsOf,
    policyAt: (row: DepartmentState, { version }: DepartmentPolicyAtArgs, context: Context) =>
      policyAt(context.desk.db, row.id, version),
    ccEnabled: (row: DepartmentState) => row.policy.cc.enabled,
    ccLimit: (row: DepartmentState) => row.policy.cc.maxPerTicket,
    viewerMayAddCcs: (row: DepartmentState, _: unknown, context: Context) => offersCcs(row.policy, signedIn(context)),
  },
  // A refused change has none.
  DepartmentPayload: { effects: ({ effects = [] }: { effects?: string[] }) => effects },
  PolicyVersion: { settings: settingsOf },
};
