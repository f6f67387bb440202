import type { DepartmentPolicy } from '@copydesk/rules';

/**
 * A department's policy from its settings (`cc.maxPerTicket` → `"48"`, as JSON): what the rules ask for. Null when a
 * value is no JSON.
 */
export function policyOf(settings: readonly { key: string; value: string }[]): DepartmentPolicy | null {
  const policy: Record<string, Record<string, unknown>> = {};
  for (const { key, value } of settings) {
    const [section, name] = key.split('.');
    if (section === undefined || name === undefined) continue;
    try {
      (policy[section] ??= {})[name] = JSON.parse(value);
    } catch {
      return null;
    }
  }
  return policy.cc === undefined ? null : (policy as DepartmentPolicy);
}
