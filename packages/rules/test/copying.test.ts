import { describe, expect, it } from 'vitest';
import {
  ccLimit,
  mayCopy,
  mayFollow,
  offersCcs,
  type CopyRequest,
  type Party,
  type PolicyChange,
} from '../src/index.ts';
import { A, ADMIN, C1, C2, F, G, L, policyWith, R, SUP } from './example.ts';

type Wish = Partial<Omit<CopyRequest, 'ticket'>> & { policy?: PolicyChange; ticket?: Partial<CopyRequest['ticket']> };

function wish(overrides: Wish = {}): CopyRequest {
  const { policy, ticket, ...others } = overrides;
  return {
    address: C2.address,
    party: C2,
    department: { policy: policyWith('COPYDESK', policy), supportAddresses: [SUP] },
    actor: G,
    via: 'CONSOLE',
    ...others,
    ticket: { ccCount: 1, requesterId: R.id, isCcAlready: false, stickyRemoved: false, ...ticket },
  };
}

describe('who may be copied', () => {
  it.each<[string, CopyRequest]>([
    ['a customer', wish()],
    ['an agent', wish({ party: A, address: A.address })],
    ['2-11: an address nobody is known by', wish({ party: null, address: 'new@x.test' })],
    ['a person without an address', wish({ party: { ...C2, address: null }, address: null })],
    ['1-07: the last one below the limit', wish({ ticket: { ccCount: 47 } })],
    ['who is one already, at the limit', wish({ party: C1, ticket: { ccCount: 48, isCcAlready: true } })],
    ['whom an agent removed, by an agent', wish({ ticket: { stickyRemoved: true } })],
    ['light agents, where allowed', wish({ party: L, address: L.address, policy: { cc: { lightAgentsAsCc: true } } })],
    [
      'by a customer in the help center, where allowed',
      wish({ actor: C1, via: 'HELP_CENTER', policy: { cc: { endUsersMayAddInPortal: true } } }),
    ],
    [
      'by an agent, whatever customers and mails may',
      wish({ policy: { cc: { autoAddEmailRecipients: false, endUsersMayAddByEmail: false } } }),
    ],
    [
      'by an agent’s mail, whatever customers may',
      wish({ via: 'MAIL', policy: { cc: { endUsersMayAddByEmail: false } } }),
    ],
    [
      'by a customer in the help center, where mails may not',
      wish({
        actor: C1,
        via: 'HELP_CENTER',
        policy: { cc: { endUsersMayAddInPortal: true, endUsersMayAddByEmail: false } },
      }),
    ],
    ['somebody known, where new addresses are refused', wish({ policy: { cc: { newAddressCreates: 'REJECT' } } })],
  ])('%s', (_, request) => {
    expect(mayCopy(request)).toEqual({ ok: true });
  });

  it.each<[string, CopyRequest, string, string]>([
    ['CCs are off', wish({ policy: { cc: { enabled: false } } }), 'CC_DISABLED', 'CC_DISABLED'],
    ['1-08, 1-10: at the limit', wish({ ticket: { ccCount: 48 } }), 'CC_LIMIT', 'LIMIT'],
    ['blocked by address', wish({ policy: { cc: { blocklist: 'CLEO@example.org' } } }), 'CC_BLOCKED', 'BLOCKED'],
    [
      'blocked by a parent domain',
      wish({ party: null, address: 'a@mail.x.io', policy: { cc: { blocklist: 'x.io' } } }),
      'CC_BLOCKED',
      'BLOCKED',
    ],
    ['the requester', wish({ party: R, address: R.address }), 'CC_NOT_ALLOWED', 'REQUESTER'],
    ['a support address', wish({ party: null, address: SUP }), 'CC_NOT_ALLOWED', 'SUPPORT_ADDRESS'],
    [
      'a signed reply address',
      wish({ party: null, address: 'claims+abc@desk.test' }),
      'CC_NOT_ALLOWED',
      'SUPPORT_ADDRESS',
    ],
    [
      'an address nobody is known by, where those are refused',
      wish({ party: null, address: 'new@x.test', policy: { cc: { newAddressCreates: 'REJECT' } } }),
      'CC_NOT_ALLOWED',
      'UNKNOWN_ADDRESS',
    ],
    [
      'whom an agent removed, by mail',
      wish({ ticket: { stickyRemoved: true }, via: 'MAIL' }),
      'CC_NOT_ALLOWED',
      'REMOVED_BY_AGENT',
    ],
    ['a light agent', wish({ party: L, address: L.address }), 'CC_NOT_ALLOWED', 'LIGHT_AGENT_NOT_ALLOWED'],
    ['asked by a light agent', wish({ actor: L }), 'CC_NOT_ALLOWED', 'ASKED_BY_LIGHT_AGENT'],
    ['asked by a customer', wish({ actor: C1, via: 'HELP_CENTER' }), 'CC_NOT_ALLOWED', 'CUSTOMERS_MAY_NOT_ADD'],
    ['neither person nor address', wish({ party: null, address: null }), 'INVALID', 'NO_ADDRESS'],
    ['what is no address', wish({ party: null, address: 'cleo' }), 'INVALID', 'NO_ADDRESS'],
    [
      'who is one already, where CCs are off',
      wish({ ticket: { isCcAlready: true }, policy: { cc: { enabled: false } } }),
      'CC_DISABLED',
      'CC_DISABLED',
    ],
    ['a deleted contact', wish({ party: { ...C2, state: 'DELETED' } }), 'CC_NOT_ALLOWED', 'EXCLUDED_KIND'],
    [
      'an agent, where they may not',
      wish({ party: A, address: A.address, policy: { cc: { allowAgents: false } } }),
      'CC_NOT_ALLOWED',
      'STAFF_NOT_ALLOWED',
    ],
    [
      'by mail, where mails copy nobody',
      wish({ via: 'MAIL', policy: { cc: { autoAddEmailRecipients: false } } }),
      'CC_NOT_ALLOWED',
      'AUTO_ADD_OFF',
    ],
    [
      'by a customer’s mail, where theirs copy nobody',
      wish({ via: 'MAIL', actor: C1, policy: { cc: { endUsersMayAddByEmail: false } } }),
      'CC_NOT_ALLOWED',
      'CUSTOMERS_MAY_NOT_ADD',
    ],
  ])('not: %s', (_, request, code, reason) => {
    const message = expect.stringMatching(/^.+ was not copied: .+\.$/u);
    expect(mayCopy(request)).toMatchObject({ ok: false, code, reason, message });
  });

  it.each<[string, CopyRequest]>([
    [
      'this department copies nobody because of a mail.',
      wish({ via: 'MAIL', policy: { cc: { autoAddEmailRecipients: false } } }),
    ],
    [
      'customers add nobody by mail here.',
      wish({ via: 'MAIL', actor: C1, policy: { cc: { endUsersMayAddByEmail: false } } }),
    ],
    ['customers add nobody in the help center here. Ask the team to.', wish({ actor: C1, via: 'HELP_CENTER' })],
    ['this department does not use CCs. An admin can turn them on.', wish({ policy: { cc: { enabled: false } } })],
    ['light agents copy nobody.', wish({ actor: L })],
  ])('says why: %s', (why, request) => {
    expect(mayCopy(request)).toMatchObject({ message: `cleo was not copied: ${why}` });
  });

  it('says in which state a contact is', () => {
    expect(mayCopy(wish({ party: { ...C2, state: 'SPAM' } }))).toMatchObject({
      message: 'cleo was not copied: the contact is spam.',
    });
    const noneExcluded = { cc: { excludedContactKinds: [] } };
    expect(mayCopy(wish({ party: { ...C2, state: 'SPAM' }, policy: noneExcluded }))).toEqual({ ok: true });
  });

  it.each([A, L])('staff who cannot be CCs may follow, where there are followers: %s', (party) => {
    const said = (enabled: boolean) => {
      const policy = { cc: { allowAgents: false }, followers: { enabled } };
      return mayCopy(wish({ party, address: party.address, policy }));
    };
    expect(said(true)).toMatchObject({
      message: expect.stringMatching(/cannot be CCs here\. Add them as a follower\.$/u),
    });
    expect(said(false)).toMatchObject({ message: expect.stringMatching(/agents cannot be CCs here\.$/u) });
  });

  it('light agents who cannot be CCs may follow', () => {
    expect(mayCopy(wish({ party: L, address: L.address }))).toMatchObject({
      message: 'lena was not copied: light agents cannot be CCs here. Add them as a follower.',
    });
  });

  it('1-10: names the limit and the count', () => {
    expect(mayCopy(wish({ ticket: { ccCount: 50 } }))).toMatchObject({
      message: 'cleo was not copied: a ticket takes 48 CCs, and this one has 50.',
    });
  });

  it('9-07: says when a ticket is over the limit, and not at it', () => {
    expect(ccLimit(policyWith('ZOHO_DESK'), 30)).toEqual({ limit: 20, used: 30, over: true });
    expect(ccLimit(policyWith('ZOHO_DESK'), 20)).toEqual({ limit: 20, used: 20, over: false });
  });
});

describe('who may follow', () => {
  const department = { policy: policyWith('COPYDESK') };
  it('1-18: agents, light agents and admins', () => {
    for (const party of [A, L, ADMIN]) expect(mayFollow({ party, department, actor: G })).toEqual({ ok: true });
  });
  it('whoever has no address is on no block list', () => {
    const blocking = { policy: policyWith('COPYDESK', { cc: { blocklist: 'staff.test' } }) };
    expect(mayFollow({ party: { ...F, address: null }, department: blocking, actor: G })).toEqual({ ok: true });
  });
  it('says why somebody may not', () => {
    const said = (party: Party, actor: Party, change: PolicyChange = {}) =>
      mayFollow({ party, department: { policy: policyWith('COPYDESK', change) }, actor });
    expect(said(A, C1)).toMatchObject({ message: 'Only staff add followers.' });
    expect(said(A, G, { followers: { enabled: false } })).toMatchObject({
      message: 'This department does not use followers.',
    });
    expect(said({ ...C1, name: '' }, G)).toMatchObject({
      message: 'This person cannot follow: followers are agents, light agents or admins.',
    });
    expect(said(F, G, { cc: { blocklist: 'staff.test' } })).toMatchObject({
      message: 'fay@staff.test is on the block list, so it cannot follow.',
    });
  });
  it.each([
    ['1-18: an end user', { party: C1, department, actor: G }, 'NOT_A_FOLLOWER_KIND'],
    [
      'a suspended agent',
      { party: { ...A, state: 'SUSPENDED' as const }, department, actor: G },
      'NOT_A_FOLLOWER_KIND',
    ],
    ['1-15: added by a customer', { party: A, department, actor: C1 }, 'FORBIDDEN'],
    [
      'followers are off',
      { party: A, department: { policy: policyWith('ZOHO_DESK') }, actor: G },
      'FOLLOWERS_DISABLED',
    ],
    [
      '0-07: blocked',
      { party: F, department: { policy: policyWith('COPYDESK', { cc: { blocklist: 'staff.test' } }) }, actor: G },
      'CC_BLOCKED',
    ],
  ])('not: %s', (_, request, code) => {
    expect(mayFollow(request)).toMatchObject({ ok: false, code });
  });
});

describe('whether a form has a CC field', () => {
  const offered = (who: Party | null, change: PolicyChange = {}) => offersCcs(policyWith('COPYDESK', change), who);

  it('for full agents by CCs and the layout', () => {
    expect([offered(G), offered(ADMIN), offered(L)]).toEqual([true, true, false]);
    expect(offered(G, { cc: { enabled: false } })).toBe(false);
    expect(offered(G, { cc: { fieldInLayout: false } })).toBe(false);
    expect(offered(G, { helpCenter: { enabled: false } })).toBe(true);
  });

  it('for customers where they may add CCs and there is a help center (seeds/002)', () => {
    const may: PolicyChange = { cc: { endUsersMayAddInPortal: true } };
    expect([offered(R), offered(R, may), offered(null, may)]).toEqual([false, true, true]);
    expect(offered(R, { cc: { endUsersMayAddInPortal: true, fieldInLayout: false } })).toBe(false);
    expect(offered(R, { ...may, helpCenter: { enabled: false } })).toBe(false);
  });
});
