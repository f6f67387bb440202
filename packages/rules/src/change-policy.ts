import { blockEntries, blockEntry } from './blocklist.ts';
import type { DepartmentPolicy } from './policy.ts';
import { policyKeys, type PolicyKey } from './policy-keys.ts';
import { PRESET_POLICIES } from './presets.ts';
import type { NamedPreset, Preset } from './vocabulary.ts';

/** `field` is the input's path below `policy`: `['cc', 'maxPerTicket']`. */
export type PolicyError = { field: readonly string[]; message: string };
export type PolicyChanged =
  | { ok: true; policy: DepartmentPolicy; changed: readonly string[] }
  | { ok: false; errors: readonly PolicyError[] };

/** A policy seen as sections of keys, for the code that treats all keys alike. */
type Sections = Record<string, Record<string, unknown>>;

/**
 * Applies some new values, all or nothing. `change` holds sections with keys (`{ cc: { maxPerTicket: 20 } }`) and is
 * checked here, whatever its type promised; `undefined` means "not given". Errors name the field and the remedy.
 */
export function changePolicy(current: DepartmentPolicy, change: unknown): PolicyChanged {
  if (!isRecord(change)) return { ok: false, errors: [{ field: [], message: 'Give sections with keys to change.' }] };
  const errors: PolicyError[] = [];
  const wanted = new Map<PolicyKey, unknown>();
  for (const [section, keys] of Object.entries(change)) {
    if (keys === undefined) continue;
    if (!isRecord(keys)) {
      errors.push({ field: [section], message: `${section} must hold keys with values.` });
      continue;
    }
    for (const [name, value] of Object.entries(keys)) {
      if (value === undefined) continue;
      const field = [section, name];
      const key = policyKeys.find((candidate) => candidate.key === field.join('.'));
      if (key === undefined) {
        errors.push({ field, message: `There is no setting ${field.join('.')}.` });
        continue;
      }
      const wrong = whatIsWrong(key, value);
      if (wrong !== null) errors.push({ field, message: wrong });
      else if (!same(key, valueOf(current, key.key), value)) wanted.set(key, value);
    }
  }
  if (errors.length > 0) return { ok: false, errors };
  const policy = withValues(current, wanted);
  const crossed = whatDoesNotAgree(policy);
  if (crossed !== null) return { ok: false, errors: [crossed] };
  return { ok: true, policy, changed: [...wanted.keys()].map((key) => key.key) };
}

/** Keys that no preset has a say in. */
export const PRESETS_LEAVE: readonly string[] = ['cc.enabled', 'cc.blocklist'];

/**
 * Writes every key of a preset, but for the block list: what an admin blocked stays blocked. `cc.enabled` stays as it is
 * unless `confirmCc` says that an admin confirmed it.
 */
export function applyPreset(
  current: DepartmentPolicy,
  preset: NamedPreset,
  options: { confirmCc: boolean },
): { policy: DepartmentPolicy; changed: readonly string[] } {
  const values = PRESET_POLICIES[preset];
  const enabled = options.confirmCc ? values.cc.enabled : current.cc.enabled;
  const { blocklist } = current.cc;
  const policy: DepartmentPolicy = { ...values, cc: { ...values.cc, enabled, blocklist } };
  const changed = policyKeys.filter((key) => !same(key, valueOf(current, key.key), valueOf(policy, key.key)));
  return { policy, changed: changed.map((key) => key.key) };
}

/** The preset whose values these are, or CUSTOM. What presets leave alone is not asked. */
export function presetOf(policy: DepartmentPolicy): Preset {
  const asked = policyKeys.filter(({ key }) => !PRESETS_LEAVE.includes(key));
  const names = Object.keys(PRESET_POLICIES) as NamedPreset[];
  const found = names.find((name) =>
    asked.every((key) => same(key, valueOf(policy, key.key), valueOf(PRESET_POLICIES[name], key.key))),
  );
  return found ?? 'CUSTOM';
}

/** The value of a key such as `cc.maxPerTicket`. */
export function valueOf(policy: DepartmentPolicy, key: string): unknown {
  const [section, name] = pathOf(key);
  return (policy as unknown as Sections)[section]?.[name];
}

function pathOf(key: string): [section: string, name: string] {
  const dot = key.indexOf('.');
  return [key.slice(0, dot), key.slice(dot + 1)];
}

function withValues(policy: DepartmentPolicy, values: ReadonlyMap<PolicyKey, unknown>): DepartmentPolicy {
  const sections: Sections = {};
  for (const [section, keys] of Object.entries(policy as unknown as Sections)) sections[section] = { ...keys };
  for (const [{ key, kind }, value] of values) {
    const [section, name] = pathOf(key);
    (sections[section] ??= {})[name] = kind === 'SET' ? [...new Set(value as string[])] : value;
  }
  return sections as unknown as DepartmentPolicy;
}

type Check<Kind> = (key: PolicyKey & { kind: Kind }, value: unknown) => string | null;

const CHECKS: { readonly [Kind in PolicyKey['kind']]: Check<Kind> } = {
  BOOL: (_, value) => (typeof value === 'boolean' ? null : 'It must be true or false.'),
  INT: ({ bounds }, value) =>
    Number.isInteger(value) && isWithin(bounds, value as number)
      ? null
      : `It must be a whole number from ${bounds.min} to ${bounds.max}.`,
  TEXT: ({ bounds }, value) =>
    typeof value === 'string' && isWithin(bounds, value.length)
      ? null
      : `It must be a text of ${bounds.min} to ${bounds.max} characters.`,
  ENUM: ({ values }, value) => (values.some((one) => one === value) ? null : `It must be one of ${values.join(', ')}.`),
  SET: ({ values }, value) => (areAllOf(values, value) ? null : `It must be a list of ${values.join(', ')}.`),
  LIST: ({ values }, value) =>
    areAllOf(values, value) && new Set(value).size === value.length
      ? null
      : `It must be a list of ${values.join(', ')}, each at most once.`,
};

function whatIsWrong(key: PolicyKey, value: unknown): string | null {
  const wrong = CHECKS[key.kind](key as never, value);
  if (wrong !== null) return wrong;
  if (key.key === 'thread.matchOrder' && (value as string[])[0] !== 'ADDR_TOKEN') {
    return 'Signed reply addresses always come first: begin with ADDR_TOKEN.';
  }
  if (key.key !== 'cc.blocklist') return null;
  const odd = blockEntries(value as string).find((entry) => blockEntry(entry) === null);
  return odd === undefined
    ? null
    : `“${odd}” is neither an address nor a domain: write it like name@example.com or example.com.`;
}

/** Keys that must agree with each other. */
function whatDoesNotAgree(policy: DepartmentPolicy): PolicyError | null {
  const { enabled, fieldInLayout, layoutFieldRemovable } = policy.cc;
  // seeds/002: "The CC field cannot be removed from the layout … unless the CC feature is disabled entirely"
  if (enabled && !fieldInLayout && !layoutFieldRemovable) {
    const message = 'While CCs are on, the forms keep their CC field here: turn CCs off, or leave the field on.';
    return { field: ['cc', 'fieldInLayout'], message };
  }
  const { hourlySoft, hourlyHard } = policy.mail;
  if (hourlySoft <= hourlyHard) return null;
  return {
    field: ['mail', 'hourlyHard'],
    message: `The hard limit (${hourlyHard}) must not be below the soft one (${hourlySoft}): raise it, or lower that.`,
  };
}

/** Equal values; the order of a SET does not matter. */
function same(key: PolicyKey, one: unknown, other: unknown): boolean {
  const comparable = (value: unknown): unknown =>
    key.kind === 'SET' && Array.isArray(value) ? [...new Set(value)].toSorted() : value;
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
}

function isWithin({ min, max }: { min: number; max: number }, value: number): boolean {
  return value >= min && value <= max;
}

function areAllOf(values: readonly string[], value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => values.includes(item));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
