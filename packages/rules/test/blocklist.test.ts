import { describe, expect, it } from 'vitest';
import {
  applyPreset,
  blockedBy,
  blockEntry,
  isBlocked,
  policySettings,
  PRESET_POLICIES,
  presetOf,
  withBlocked,
  withoutBlocked,
} from '../src/index.ts';
import { policyWith } from './example.ts';

describe('entries', () => {
  it.each([
    [' Bob@X.io ', 'bob@x.io'],
    ['@x.io', 'x.io'],
    ['Mail.X.io', 'mail.x.io'],
    ['例え.jp', '例え.jp'],
    ['bob@例え.jp', 'bob@例え.jp'],
    ['', null],
    ['@', null],
    ['bob', null],
    ['bob@', null],
    ['bob@x', null],
    ['localhost', null],
    ['a b@x.io', null],
    ['a@b@x.io', null],
    ['x..io', null],
    ['.x.io', null],
    ['x.io.', null],
    ['a@x.io b@x.io', null],
    ['a,b@x.io', null],
    [`${'x'.repeat(250)}@x.io`, null],
    [`${'x'.repeat(249)}@x.io`, `${'x'.repeat(249)}@x.io`],
  ])('%j is %j', (text, entry) => {
    expect(blockEntry(text)).toBe(entry);
    if (entry !== null) {
      const list = withBlocked('', entry);
      expect(isBlocked(entry.includes('@') ? entry : `someone@${entry}`, list)).toBe(true);
      expect(withoutBlocked(list, entry)).toBe('');
    }
  });

  it('stand on the list once, whatever their spelling, and go together', () => {
    expect(withBlocked('y.io, @X.io', 'x.io')).toBe('y.io, @X.io');
    expect(withBlocked('y.io, @X.io', 'z.io')).toBe('y.io @X.io z.io');
    expect(withoutBlocked('y.io @X.io;x.io', 'x.io')).toBe('y.io');
    expect(withoutBlocked('y.io', 'x.io')).toBe('y.io');
  });

  it('say what covers an address', () => {
    expect(blockedBy('y.io @x.io', 'bob@mail.x.io')).toBe('@x.io');
    expect(blockedBy('y.io @x.io', 'mail.x.io')).toBe('@x.io');
    expect(blockedBy('y.io', 'bob@x.io')).toBeNull();
  });
});

describe('presets', () => {
  const own = policyWith('ZENDESK', { cc: { blocklist: 'x.io' } });

  it('leave the block list alone, and it makes no preset CUSTOM', () => {
    const { policy, changed } = applyPreset(own, 'ZOHO_DESK', { confirmCc: false });
    expect(policy.cc.blocklist).toBe('x.io');
    expect(changed).not.toContain('cc.blocklist');
    expect(policy).toEqual({
      ...PRESET_POLICIES.ZOHO_DESK,
      cc: { ...PRESET_POLICIES.ZOHO_DESK.cc, blocklist: 'x.io' },
    });
    expect(presetOf(policy)).toBe('ZOHO_DESK');
  });

  it('have no value for it', () => {
    const setting = policySettings(own, 'ZENDESK').find(({ key }) => key === 'cc.blocklist');
    expect(setting).toMatchObject({ value: 'x.io', presetValue: null, source: 'DEPARTMENT' });
  });
});
