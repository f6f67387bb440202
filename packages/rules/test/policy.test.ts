import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyPreset,
  changePolicy,
  freshPolicy,
  policyKeys,
  PRESET_POLICIES,
  presetOf,
  valueOf,
  type NamedPreset,
  type PolicyChange,
  type ThreadMatch,
} from '../src/index.ts';

const PRESET_NAMES = Object.keys(PRESET_POLICIES) as NamedPreset[];

const messageOf = (change: unknown): string => {
  const changed = changePolicy(freshPolicy(), change);
  return changed.ok ? '' : changed.errors.map(({ field, message }) => `${field.join('.')}: ${message}`).join('\n');
};

describe('the keys', () => {
  it('are exactly those of the policy, each once', () => {
    const inPolicy = Object.entries(freshPolicy()).flatMap(([section, keys]) =>
      Object.keys(keys).map((name) => `${section}.${name}`),
    );
    expect(policyKeys.map(({ key }) => key).toSorted()).toEqual(inPolicy.toSorted());
  });

  it.each(PRESET_NAMES)('have values of their kind in %s', (preset) => {
    const change: Record<string, Record<string, unknown>> = {};
    for (const { key } of policyKeys) {
      const [section = '', name = ''] = key.split('.');
      change[section] = { ...change[section], [name]: valueOf(PRESET_POLICIES[preset], key) };
    }
    expect(changePolicy(freshPolicy(), change)).toMatchObject({ ok: true });
  });
});

describe('presets', () => {
  it('9-08: a fresh department has COPYDESK with CCs off', () => {
    expect(freshPolicy().cc.enabled).toBe(false);
    expect(presetOf(freshPolicy())).toBe('COPYDESK');
  });

  it.each(PRESET_NAMES)('9-08: %s writes every key, and an edit makes it CUSTOM', (preset) => {
    const { policy } = applyPreset(freshPolicy(), preset, { confirmCc: true });
    expect(policy).toEqual(PRESET_POLICIES[preset]);
    expect(presetOf(policy)).toBe(preset);
    const edited = changePolicy(policy, { cc: { maxPerTicket: 7 } });
    expect(edited).toMatchObject({ ok: true, changed: ['cc.maxPerTicket'] });
    expect(edited.ok && presetOf(edited.policy)).toBe('CUSTOM');
  });

  it('leave cc.enabled alone unless confirmed', () => {
    expect(applyPreset(freshPolicy(), 'ZENDESK', { confirmCc: false }).policy.cc.enabled).toBe(false);
    expect(applyPreset(PRESET_POLICIES.ZENDESK, 'COPYDESK', { confirmCc: false }).policy.cc.enabled).toBe(true);
    expect(applyPreset(freshPolicy(), 'ZENDESK', { confirmCc: true }).changed).toContain('cc.enabled');
  });

  it('9-02: differ where the products do', () => {
    expect(PRESET_NAMES.map((name) => PRESET_POLICIES[name].cc.maxPerTicket)).toEqual([48, 48, 20, 48]);
    expect(PRESET_NAMES.map((name) => PRESET_POLICIES[name].agentMail.engine)).toEqual([
      'CHECKLIST',
      'CHECKLIST',
      'CONTACT_MATCH',
      'RECIPIENTS',
    ]);
  });
});

describe('changing a policy', () => {
  it('changes what is named, and says what', () => {
    const change: PolicyChange = { cc: { enabled: true, maxPerTicket: 48 }, followers: { enabled: false } };
    const changed = changePolicy(freshPolicy(), change);
    expect(changed).toMatchObject({ ok: true, changed: ['cc.enabled', 'followers.enabled'] });
    expect(changed.ok && changed.policy.cc.maxPerTicket).toBe(48);
  });

  it('a set has no order and each member once', () => {
    const set = (members: string[]) => changePolicy(freshPolicy(), { cc: { excludedContactKinds: members } });
    expect(set(['ANONYMOUS', 'SPAM', 'DELETED', 'SPAM'])).toEqual({ ok: true, policy: freshPolicy(), changed: [] });
    const changed = set(['SUSPENDED', 'SPAM', 'SUSPENDED']);
    expect(changed).toMatchObject({ changed: ['cc.excludedContactKinds'] });
    expect(changed.ok && changed.policy.cc.excludedContactKinds).toEqual(['SUSPENDED', 'SPAM']);
  });

  it('a list has an order', () => {
    const matchOrder: ThreadMatch[] = [...freshPolicy().thread.matchOrder.slice(0, 1), 'REFERENCES', 'IN_REPLY_TO'];
    const changed = changePolicy(freshPolicy(), { thread: { matchOrder } });
    expect(changed.ok && changed.policy.thread.matchOrder).toEqual(matchOrder);
    const turned = matchOrder.toSpliced(1, 2, 'IN_REPLY_TO', 'REFERENCES');
    expect(changed.ok && changePolicy(changed.policy, { thread: { matchOrder: turned } })).toMatchObject({
      ok: true,
      changed: ['thread.matchOrder'],
    });
  });

  it('the value of a key, if there is one', () => {
    expect(valueOf(freshPolicy(), 'cc.maxPerTicket')).toBe(48);
    for (const key of ['cc', 'cc.', 'cc.limit', 'copies.limit', ''])
      expect(valueOf(freshPolicy(), key)).toBeUndefined();
  });

  it('what is not given is left alone', () => {
    const change = { cc: undefined, followers: { enabled: undefined } };
    expect(changePolicy(freshPolicy(), change)).toEqual({ ok: true, policy: freshPolicy(), changed: [] });
  });

  it('takes the smallest and the largest', () => {
    for (const maxPerTicket of [0, 500])
      expect(changePolicy(freshPolicy(), { cc: { maxPerTicket } })).toMatchObject({ policy: { cc: { maxPerTicket } } });
    for (const mailSubject of ['x', 'x'.repeat(500)])
      expect(changePolicy(freshPolicy(), { followers: { mailSubject } })).toMatchObject({ ok: true });
  });

  it('two limits may be one', () => {
    expect(changePolicy(freshPolicy(), { mail: { hourlySoft: 40 } })).toMatchObject({ ok: true });
  });

  it('takes a block list of addresses and domains alone', () => {
    const changed = changePolicy(freshPolicy(), { cc: { blocklist: 'x.io bob@y.io @@@ z' } });
    expect(changed).toEqual({
      ok: false,
      errors: [
        {
          field: ['cc', 'blocklist'],
          message: '“@@@” is neither an address nor a domain: write it like name@example.com or example.com.',
        },
      ],
    });
    expect(changePolicy(freshPolicy(), { cc: { blocklist: 'x.io bob@y.io' } })).toMatchObject({ ok: true });
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { cc: { limit: 3 } }, 'cc.limit: There is no setting cc.limit.'],
    ['an unknown section', { copies: { limit: 3 } }, 'copies.limit: There is no setting copies.limit.'],
    ['no section', { cc: 5 }, 'cc: cc must hold keys with values.'],
    ['nothing', null, ': Give sections with keys to change.'],
    ['a wrong type', { cc: { enabled: 'yes' } }, 'cc.enabled: It must be true or false.'],
    ['null', { cc: { enabled: null } }, 'cc.enabled: It must be true or false.'],
    ['beyond the bounds', { cc: { maxPerTicket: 501 } }, 'cc.maxPerTicket: It must be a whole number from 0 to 500.'],
    ['not whole', { cc: { maxPerTicket: 1.5 } }, 'cc.maxPerTicket: It must be a whole number from 0 to 500.'],
    [
      'no such value',
      { cc: { overflowInbound: 'DROP' } },
      'cc.overflowInbound: It must be one of SUSPEND, KEEP_FIRST.',
    ],
    [
      'no such member',
      { cc: { excludedContactKinds: ['ACTIVE'] } },
      'cc.excludedContactKinds: It must be a list of DELETED, SPAM, ANONYMOUS, SUSPENDED.',
    ],
    [
      'a text too short',
      { followers: { mailSubject: '' } },
      'followers.mailSubject: It must be a text of 1 to 500 characters.',
    ],
    [
      'no text',
      { followers: { mailSubject: ['Hello'] } },
      'followers.mailSubject: It must be a text of 1 to 500 characters.',
    ],
    [
      'one member that is none',
      { cc: { excludedContactKinds: ['SPAM', 'ACTIVE'] } },
      'cc.excludedContactKinds: It must be a list of DELETED, SPAM, ANONYMOUS, SUSPENDED.',
    ],
    [
      'no list',
      { cc: { notifyEvents: 'CREATED' } },
      'cc.notifyEvents: It must be a list of CREATED, AGENT_REPLY, PUBLIC_COMMENT, PUBLIC_EDIT, PUBLIC_DELETE.',
    ],
    [
      'twice in a list',
      { thread: { matchOrder: ['ADDR_TOKEN', 'REFERENCES', 'REFERENCES'] } },
      'thread.matchOrder: It must be a list of ADDR_TOKEN, BODY_TOKEN, IN_REPLY_TO, REFERENCES, THREAD_INDEX, SUBJECT_ID, each at most once.',
    ],
    [
      'signed addresses not first',
      { thread: { matchOrder: ['REFERENCES'] } },
      'thread.matchOrder: Signed reply addresses always come first: begin with ADDR_TOKEN.',
    ],
    [
      'a CC field that stays',
      { cc: { enabled: true, fieldInLayout: false, layoutFieldRemovable: false } },
      'cc.fieldInLayout: While CCs are on, the forms keep their CC field here: turn CCs off, or leave the field on.',
    ],
    [
      'limits that cross',
      { mail: { hourlySoft: 50 } },
      'mail.hourlyHard: The hard limit (40) must not be below the soft one (50): raise it, or lower that.',
    ],
  ])('is refused with the field and the remedy: %s', (_, change, message) => {
    expect(messageOf(change)).toBe(message);
  });

  it('is all or nothing, and names every error', () => {
    expect(messageOf({ cc: { enabled: true, maxPerTicket: -1 }, mailapi: { enabled: 1 } }).split('\n')).toHaveLength(2);
  });

  it('never throws, and never writes what is not a policy', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('cc', 'mail', '__proto__', 'x'), fc.anything()), (change) => {
        const changed = changePolicy(freshPolicy(), change);
        const policy = changed.ok ? changed.policy : freshPolicy();
        expect(Object.keys(policy)).toEqual(Object.keys(freshPolicy()));
      }),
    );
  });
});
