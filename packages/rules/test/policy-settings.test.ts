import { describe, expect, it } from 'vitest';
import { policyKeys, policySettings, PRESET_POLICIES, whatCcsEnd, whatCcsExpose } from '../src/index.ts';
import { policyWith } from './example.ts';

const { COPYDESK, ZOHO_DESK } = PRESET_POLICIES;

describe('the settings of a department', () => {
  it('are all keys, as the preset has them', () => {
    for (const name of ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT'] as const) {
      const settings = policySettings(PRESET_POLICIES[name], name);
      expect(settings.map(({ key }) => key)).toEqual(policyKeys.map(({ key }) => key));
      // These are never a preset's to say.
      const own = settings.filter(({ source }) => source === 'DEPARTMENT').map(({ key }) => key);
      expect(own).toEqual(['cc.enabled', 'cc.blocklist']);
      expect(settings[1]).toMatchObject({ key: 'cc.maxPerTicket', source: 'PRESET' });
      expect(settings[0]).toMatchObject({ key: 'cc.enabled', value: true, presetValue: null });
    }
  });

  it('tell what departs from the preset', () => {
    const departing = policySettings(COPYDESK, 'ZOHO_DESK').filter(({ source }) => source === 'DEPARTMENT');
    expect(departing.map(({ key }) => key)).toContain('cc.maxPerTicket');
    expect(departing.find(({ key }) => key === 'cc.maxPerTicket')).toMatchObject({ value: 48, presetValue: 20 });
    expect(departing.map(({ key }) => key)).not.toContain('cc.newAddressCreates');
  });

  it.each([
    [true, true, [true, true]],
    [true, false, [false, true]],
    [false, true, [false, false]],
  ])('with CCs %s and a help center %s, offer customers who add CCs, and mails that do', (cc, helpCenter, offered) => {
    const settings = policySettings(
      policyWith('COPYDESK', { cc: { enabled: cc }, helpCenter: { enabled: helpCenter } }),
      'COPYDESK',
    );
    const of = (key: string) => settings.find((setting) => setting.key === key)?.available;
    expect([of('cc.endUsersMayAddInPortal'), of('cc.autoAddEmailRecipients')]).toEqual(offered);
    expect(of('cc.maxPerTicket')).toBe(true);
  });
});

describe('what an admin is told', () => {
  const reads = 'reads the ticket in the help center';

  it('before CCs are on', () => {
    expect(whatCcsExpose(COPYDESK, { ccs: 0, tickets: 0 })).toBe(
      'With CCs on, people can be copied on tickets. Everybody copied sees the names and addresses of the requester and ' +
        `of the other CCs, gets the public comments by mail, those from before as well, and ${reads}. ` +
        'Agents can be copied, and customers then see who they are. Customers can copy others themselves.',
    );
    expect(whatCcsExpose(ZOHO_DESK, { ccs: 0, tickets: 0 })).toBe(
      'With CCs on, people can be copied on tickets. Everybody copied sees the names and addresses of the requester and ' +
        `of the other CCs, gets the public comments by mail and ${reads}.`,
    );
    for (const cc of [{ endUsersMayAddByEmail: false }, { autoAddEmailRecipients: false }])
      expect(whatCcsExpose(policyWith('COPYDESK', { cc }), { ccs: 0, tickets: 0 })).not.toContain('themselves');
    const online = { autoAddEmailRecipients: false, endUsersMayAddInPortal: true };
    expect(whatCcsExpose(policyWith('COPYDESK', { cc: online }), { ccs: 0, tickets: 0 })).toContain('themselves');
    const mailOnly = policyWith('COPYDESK', { cc: online, helpCenter: { enabled: false } });
    expect(whatCcsExpose(mailOnly, { ccs: 0, tickets: 0 })).not.toContain('themselves');
    for (const change of [{ cc: { portalAccess: false } }, { helpCenter: { enabled: false } }]) {
      const exposed = whatCcsExpose(policyWith('COPYDESK', change), { ccs: 0, tickets: 0 });
      expect(exposed).toContain(
        'of the other CCs and gets the public comments by mail, those from before as well. Agents',
      );
    }
    expect(whatCcsExpose(ZOHO_DESK, { ccs: 3, tickets: 1 })).toContain(
      ' 3 CCs of 1 open ticket are among them again, with all that they missed.',
    );
    expect(whatCcsExpose(ZOHO_DESK, { ccs: 1, tickets: 2 })).toContain(
      ' 1 CC of 2 open tickets is among them again, with all that they missed.',
    );
  });

  it('once they are off', () => {
    expect(whatCcsEnd(COPYDESK, { ccs: 0, tickets: 0 })).toBe('CCs are off: nobody can be copied any more.');
    expect(whatCcsEnd(COPYDESK, { ccs: 2, tickets: 1 })).toBe(
      'CCs are off: 2 CCs of 1 open ticket stay listed, but are no longer written to nor shown their tickets in the ' +
        'help center. Turning CCs on again brings it back.',
    );
    expect(whatCcsEnd(COPYDESK, { ccs: 1, tickets: 1 })).toContain(
      '1 CC of 1 open ticket stays listed, but is no longer written to nor shown',
    );
    for (const change of [{ cc: { portalAccess: false } }, { helpCenter: { enabled: false } }]) {
      const ended = whatCcsEnd(policyWith('COPYDESK', change), { ccs: 2, tickets: 1 });
      expect(ended).toContain('no longer written to. Turning CCs on again');
    }
  });
});
