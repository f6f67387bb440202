import { PRESETS_LEAVE, valueOf } from './change-policy.ts';
import { policyKeys, type PolicyKey } from './policy-keys.ts';
import type { DepartmentPolicy } from './policy.ts';
import { PRESET_POLICIES } from './presets.ts';
import type { NamedPreset } from './vocabulary.ts';

/** A key of a department's policy as an admin is shown it: its value, and where that comes from. */
export type PolicySetting = PolicyKey & {
  value: unknown;
  /** What the preset says that was applied last; null for `cc.enabled`, which presets leave to the admin. */
  presetValue: unknown;
  source: 'PRESET' | 'DEPARTMENT';
  /** False: without another setting it has no meaning, and a form leaves it out. */
  available: boolean;
};

/** What a key needs to have a meaning (seeds/002: options "only available if a help center is added"). */
const NEEDS: Readonly<Record<string, (policy: DepartmentPolicy) => boolean>> = {
  'cc.endUsersMayAddInPortal': ({ cc, helpCenter }) => cc.enabled && helpCenter.enabled,
  'cc.autoAddEmailRecipients': ({ cc }) => cc.enabled,
};

/** Every key of a policy, in order; `base` is the preset that it began with. */
export function policySettings(policy: DepartmentPolicy, base: NamedPreset): PolicySetting[] {
  return policyKeys.map((key) => {
    const value = valueOf(policy, key.key);
    const presetValue = PRESETS_LEAVE.includes(key.key) ? null : valueOf(PRESET_POLICIES[base], key.key);
    const asPreset = JSON.stringify(value) === JSON.stringify(presetValue);
    const available = NEEDS[key.key]?.(policy) ?? true;
    return { ...key, value, presetValue, source: asPreset ? 'PRESET' : 'DEPARTMENT', available };
  });
}

/** CCs that open tickets of the department have. */
export type StandingCcs = { ccs: number; tickets: number };

/** What turning CCs on exposes, said to the admin who is about to. */
export function whatCcsExpose({ cc, helpCenter }: DepartmentPolicy, standing: StandingCcs): string {
  const reads = cc.portalAccess && helpCenter.enabled;
  const byMail = cc.autoAddEmailRecipients && cc.endUsersMayAddByEmail;
  const online = cc.endUsersMayAddInPortal && helpCenter.enabled;
  const history = cc.fullPublicHistoryForNewCc ? ', those from before as well' : '';
  const gets = `gets the public comments by mail${history}`;
  const again = standing.ccs === 1 ? 'is among them again' : 'are among them again';
  return [
    'With CCs on, people can be copied on tickets. Everybody copied sees the names and addresses of the requester and of ' +
      `the other CCs${reads ? `, ${gets}${history && ','} and reads the ticket in the help center` : ` and ${gets}`}.`,
    cc.allowAgents ? 'Agents can be copied, and customers then see who they are.' : '',
    byMail || online ? 'Customers can copy others themselves.' : '',
    standing.ccs === 0 ? '' : `${counted(standing)} ${again}, with all that they missed.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** What turning them off does. */
export function whatCcsEnd({ cc, helpCenter }: DepartmentPolicy, standing: StandingCcs): string {
  if (standing.ccs === 0) return 'CCs are off: nobody can be copied any more.';
  const reads = cc.portalAccess && helpCenter.enabled ? ' nor shown their tickets in the help center' : '';
  const [stay, are] = standing.ccs === 1 ? ['stays', 'is'] : ['stay', 'are'];
  return (
    `CCs are off: ${counted(standing)} ${stay} listed, but ${are} no longer written to${reads}. ` +
    'Turning CCs on again brings it back.'
  );
}

function counted({ ccs, tickets }: StandingCcs): string {
  return `${ccs} ${ccs === 1 ? 'CC' : 'CCs'} of ${tickets} open ${tickets === 1 ? 'ticket' : 'tickets'}`;
}
