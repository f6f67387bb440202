import { describe, expect, it } from 'vitest';
import { decideInbound, type Party } from '../src/index.ts';
import { A, C1, C2, F, G, L, mail, R, SUP, type Mail } from './example.ts';

const NEW = 'new@example.org';
const X = 'xeno@elsewhere.test';
const HERS = { from: R } as const;
/** The message answered named the requester, C1 and C2. */
const namedAll = { namedInAnswered: ['rita@example.org', 'carl@example.org', 'cleo@example.org'] } as const;

const added = (given: Mail): string[] => decideInbound(mail(given)).addCcs.map(({ address }) => address);
const removed = (given: Mail): string[] =>
  decideInbound(mail(given)).removeCcs.map(({ personId, rule }) => `${personId}: ${rule}`);
const follow = (given: Mail): string[] =>
  decideInbound(mail(given)).addFollowers.map(({ personId, rule }) => `${personId}: ${rule}`);
const reasons = (given: Mail): string[] =>
  decideInbound(mail(given)).notCopied.map(({ address, reason }) => `${address}: ${reason}`);

describe('cc-by-mail', () => {
  it.each<[string, Mail]>([
    ['0-22: the requester names somebody', { from: R, cc: [NEW] }],
    ['0-20: an agent names somebody', { from: G, cc: [NEW] }],
    ['a CC names somebody', { from: C1, to: [SUP, R], cc: [NEW] }],
    ['a new ticket has its Cc', { from: R, cc: [NEW], ticket: null }],
    ['a new ticket of a LIKELY sender as well', { from: R, cc: [NEW], ticket: null, confidence: 'LIKELY' }],
    ['to-becomes-cc: further people in To', { from: R, to: [SUP, NEW] }],
  ])('%s', (_, given) => {
    expect(added(given)).toEqual([NEW]);
    expect(reasons(given)).toEqual([]);
    const [rule] = decideInbound(mail(given)).addCcs.map((cc) => cc.rule);
    expect(rule).toBe(given.to?.includes(NEW) ? 'to-becomes-cc' : 'cc-by-mail');
  });

  it('those in Cc, whatever becomes of those in To', () => {
    const given: Mail = { ...HERS, to: [SUP, C2], cc: [NEW], policy: { cc: { extraToBecomeCc: false } } };
    expect([added(given), reasons(given)]).toEqual([[NEW], [`${C2.address}: TO_RECIPIENT`]]);
  });

  it('2-38: To with SUP and two people', () => {
    const result = decideInbound(mail({ from: R, to: [SUP, C1, C2, R], ticket: null }));
    expect(result.addCcs.map(({ partyId, rule }) => [partyId, rule])).toEqual([
      [C1.id, 'to-becomes-cc'],
      [C2.id, 'to-becomes-cc'],
    ]);
  });

  it('0-15, 9-01: an agent in Cc becomes a CC, and follows only when staff copied them', () => {
    expect(added({ ...HERS, cc: [A], preset: 'ZENDESK' })).toEqual([A.address]);
    expect(follow({ ...HERS, cc: [A], preset: 'ZENDESK' })).toEqual([]);
  });

  it('names each person once, whatever addresses of theirs are named', () => {
    expect(added({ ...HERS, to: [SUP, C2, NEW], cc: [NEW, C2] })).toEqual([C2.address, NEW]);
    expect(added({ ...HERS, cc: [C2, { ...C2, address: 'cleo@home.test' }] })).toEqual([C2.address]);
  });

  it('who is dropped makes room for who is named', () => {
    const given: Mail = {
      ...HERS,
      ...namedAll,
      cc: [C2, NEW],
      ticket: { ccs: [C1, C2] },
      policy: { cc: { maxPerTicket: 2 } },
    };
    expect([added(given), removed(given)]).toEqual([[NEW], [`${C1.id}: cc-dropped`]]);
  });

  it('a follow-up copies anew whom the closed ticket had copied', () => {
    const given: Mail = { ...HERS, cc: [C1], ticket: { status: 'CLOSED' } };
    expect(added(given)).toEqual([C1.address]);
    const full = { cc: { overflowInbound: 'SUSPEND', maxPerTicket: 0 } } as const;
    expect(decideInbound(mail({ ...given, policy: full })).decision.rule).toBe('cc-limit');
  });
});

describe('not-copied', () => {
  it.each<[string, Mail, string[]]>([
    ['0-04: CCs are off', { ...HERS, cc: [NEW], policy: { cc: { enabled: false } } }, ['CC_DISABLED']],
    ['0-06: blocked', { ...HERS, cc: ['bob@x.io'], policy: { cc: { blocklist: 'bob@x.io' } } }, ['BLOCKED']],
    ['a blocked domain', { ...HERS, cc: ['bob@x.io'], policy: { cc: { blocklist: 'y.io @x.io' } } }, ['BLOCKED']],
    ['0-21: a light agent asks', { from: L, cc: [C2] }, ['ASKED_BY_LIGHT_AGENT']],
    ['2-07: auto-add is off', { ...HERS, cc: [NEW], preset: 'ZOHO_DESK' }, ['AUTO_ADD_OFF']],
    [
      'customers may not',
      { ...HERS, cc: [NEW], policy: { cc: { endUsersMayAddByEmail: false } } },
      ['CUSTOMERS_MAY_NOT_ADD'],
    ],
    ['people in To', { ...HERS, to: [SUP, NEW], policy: { cc: { extraToBecomeCc: false } } }, ['TO_RECIPIENT']],
    [
      '2-20, 9-01: agents cannot be CCs',
      { ...HERS, cc: [A], policy: { cc: { allowAgents: false } } },
      ['STAFF_NOT_ALLOWED'],
    ],
    ['light agents cannot be CCs', { ...HERS, cc: [L] }, ['LIGHT_AGENT_NOT_ALLOWED']],
    ['unknown addresses', { ...HERS, cc: [NEW], policy: { cc: { newAddressCreates: 'REJECT' } } }, ['UNKNOWN_ADDRESS']],
    ['2-15: deleted', { ...HERS, cc: [{ ...C2, state: 'DELETED' }] }, ['EXCLUDED_KIND']],
    ['2-16: spam', { ...HERS, cc: [{ ...C2, state: 'SPAM' }] }, ['EXCLUDED_KIND']],
    ['2-17: anonymous', { ...HERS, cc: [{ ...C2, state: 'ANONYMOUS' }] }, ['EXCLUDED_KIND']],
    ['a third party asks', { from: X, cc: [NEW] }, ['ASKED_BY_THIRD_PARTY']],
    ['nothing proves the requester', { ...HERS, cc: [NEW], confidence: 'LIKELY' }, ['SENDER_NOT_PROVEN']],
    [
      'a forged mail that an agent recovered',
      { ...HERS, cc: [NEW], ticket: null, confidence: 'UNPROVEN', recovered: { suspendedBy: ['sender-unproven'] } },
      ['SENDER_NOT_PROVEN'],
    ],
    ['the message is internal', { from: G, cc: [NEW], commands: [{ name: 'note' }] }, ['NOT_PUBLIC']],
    [
      'the message is internal, and the ticket full',
      { from: G, cc: [NEW], commands: [{ name: 'note' }], policy: { cc: { maxPerTicket: 1 } } },
      ['NOT_PUBLIC'],
    ],
    ['an agent removed them', { ...HERS, cc: [C2], ticket: { removedByAgentIds: [C2.id] } }, ['REMOVED_BY_AGENT']],
    [
      'an agent removed them, and the message answered named them',
      { ...HERS, cc: [C2], ticket: { removedByAgentIds: [C2.id] }, ...namedAll },
      ['REMOVED_BY_AGENT'],
    ],
  ])('%s', (_, given, expected) => {
    expect(added(given)).toEqual([]);
    expect(reasons(given).map((line) => line.split(': ')[1])).toEqual(expected);
  });

  it.each<[string, Mail, string]>([
    ['a third party named them', { from: X, cc: [NEW] }, `${NEW} was not copied: a third party named them.`],
    [
      'of whom nothing is proven',
      { ...HERS, cc: [C2], confidence: 'LIKELY' },
      'cleo was not copied: nothing proves the sender.',
    ],
    [
      'in To',
      { ...HERS, to: [SUP, C2], policy: { cc: { extraToBecomeCc: false } } },
      'cleo was not copied: people in To are not copied here.',
    ],
    [
      'in an internal message',
      { from: G, cc: [NEW], commands: [{ name: 'note' }] },
      `${NEW} was not copied: the message is internal.`,
    ],
    [
      'whom the department never copies',
      { ...HERS, cc: [C2], policy: { cc: { blocklist: 'example.org' } } },
      'cleo was not copied: the address is on the block list.',
    ],
    [
      'beyond the limit',
      { ...HERS, cc: [C2], policy: { cc: { maxPerTicket: 1 } } },
      'cleo was not copied: a ticket takes 1 CCs, and this one has 1.',
    ],
  ])('says so in a sentence: %s', (_, given, expected) => {
    expect(decideInbound(mail(given)).notCopied.map(({ sentence }) => sentence)).toEqual([expected]);
  });

  it('who would not be copied anyway does not exceed the limit', () => {
    const cc = { overflowInbound: 'SUSPEND', maxPerTicket: 1, blocklist: 'x.io' } as const;
    expect(decideInbound(mail({ ...HERS, cc: ['bob@x.io'], policy: { cc } })).decision.rule).toBe('customer');
    expect(decideInbound(mail({ ...HERS, cc: [NEW], policy: { cc } })).decision.rule).toBe('cc-limit');
  });

  it('whom an agent removed stays out alone', () => {
    expect(added({ ...HERS, cc: [C2, A, NEW], ticket: { removedByAgentIds: [C2.id] } })).toEqual([A.address, NEW]);
  });

  it('whom an agent removed comes back by an answer to a message that left them out', () => {
    const given: Mail = {
      ...HERS,
      cc: [C2],
      ticket: { removedByAgentIds: [C2.id] },
      namedInAnswered: [R.address ?? ''],
    };
    expect(added(given)).toEqual([C2.address]);
  });

  it('2-14: keeps the first ones up to the limit, and lists the others', () => {
    const cc = Array.from({ length: 25 }, (_, number) => `cc${number}@example.org`);
    const given: Mail = { ...HERS, cc, ticket: null, policy: { cc: { maxPerTicket: 20 } } };
    expect(added(given)).toEqual(cc.slice(0, 20));
    expect(reasons(given)).toEqual(cc.slice(20).map((address) => `${address}: LIMIT`));
  });

  it('who is not copied takes no room from others', () => {
    const given: Mail = { ...HERS, cc: ['bob@x.io', NEW], policy: { cc: { blocklist: 'x.io', maxPerTicket: 2 } } };
    expect([added(given), reasons(given)]).toEqual([[NEW], ['bob@x.io: BLOCKED']]);
  });

  it('0-04, 2-18: says nothing of the desk, the author, the requester and the CCs', () => {
    const given: Mail = {
      ...HERS,
      to: [SUP, 'claims+token@desk.test'],
      cc: [R, C1],
      policy: { cc: { enabled: false } },
    };
    expect(reasons(given)).toEqual([]);
  });
});

describe('cc-dropped', () => {
  const both = { ticket: { ccs: [C1, C2] }, ...namedAll } as const;
  it.each<[string, Mail, string[]]>([
    ['0-30: the requester leaves C1 out', { ...both, from: R, cc: [C2] }, [C1.id]],
    ['0-30b: a plain Reply drops nobody', { ...both, from: R }, []],
    [
      '0-30b: who joined later is not dropped',
      { ...both, from: R, cc: [C2], namedInAnswered: ['cleo@example.org'] },
      [],
    ],
    ['who names nobody but a new person drops nobody', { ...both, from: R, cc: [NEW] }, []],
    ['nor who names an agent without a part in the ticket', { ...both, from: R, cc: [A] }, []],
    ['who names the assignee leaves the CCs out', { ...both, from: R, cc: [G] }, [C1.id, C2.id]],
    ['a new ticket has nobody to drop', { ...namedAll, from: R, cc: [C2], ticket: null }, []],
    ['nor has a follow-up', { ...namedAll, from: R, cc: [C2], ticket: { ccs: [C1, C2], status: 'CLOSED' } }, []],
    ['what the answered message named is unknown', { ...both, from: R, cc: [C2], namedInAnswered: null }, []],
    ['a CC leaves C1 out, the requester is there', { ...both, from: C2, to: [SUP, R] }, [C1.id]],
    ['0-32: the requester is not there', { ...both, from: C2 }, []],
    ['0-32: the requester is not there, another participant is', { ...both, from: C2, cc: [G] }, []],
    ['0-33: a third party', { ...both, from: X, to: [SUP, R] }, []],
    ['0-34: an agent who is neither requester nor CC', { ...both, from: G, to: [SUP, R] }, []],
    ['nothing proves the sender', { ...both, from: R, cc: [C2], confidence: 'LIKELY' }, []],
    ['9-04: never, in Zoho', { ...both, from: R, cc: [C2], preset: 'ZOHO_DESK' }, []],
    ['CCs are off', { ...both, from: R, cc: [C2], policy: { cc: { enabled: false } } }, []],
  ])('%s', (_, given, expected) => {
    expect(removed(given)).toEqual(expected.map((id) => `${id}: cc-dropped`));
  });
});

describe('followers', () => {
  it('1-23: an agent who replies follows, as does a light agent of the department', () => {
    expect(follow({ from: A })).toEqual([`${A.id}: replying-agent-follows`]);
    expect(follow({ from: L })).toEqual([`${L.id}: replying-agent-follows`]);
  });
  it.each<[string, Mail]>([
    ['cc-without-requester', { from: A, ticket: { ccs: [A] } }],
    ['role-may-not', { from: { ...A, mayCommentPublicly: false } }],
    ['note-command', { from: A, commands: [{ name: 'note' }] }],
    ['mail-default', { from: A, policy: { agentMail: { publicByDefault: false } } }],
    ['ticket-internal', { from: A, ticket: { hasPublicComment: false } }],
    ['repeats-internal', { from: A, repeatsInternal: true }],
    ['otherwise', { from: A, to: [SUP, R] }],
    ['sole-address', { from: A, policy: { agentMail: { engine: 'RECIPIENTS' } } }],
    ['only-staff', { from: A, to: [SUP, G], policy: { agentMail: { engine: 'RECIPIENTS' } } }],
    ['direct-outside', { from: A, to: [SUP, R], policy: { agentMail: { engine: 'RECIPIENTS' } } }],
    ['forward', { from: A, forward: true, policy: { agentMail: { engine: 'CONTACT_MATCH' } } }],
    ['to-contact', { from: A, to: [SUP, R], policy: { agentMail: { engine: 'CONTACT_MATCH' } } }],
    ['no-contact', { from: A, policy: { agentMail: { engine: 'CONTACT_MATCH' } } }],
  ])('1-23: whatever decides about an agent’s reply: %s', (rule, given) => {
    expect(decideInbound(mail(given)).decision.rule).toBe(rule);
    expect(follow(given)).toEqual([`${A.id}: replying-agent-follows`]);
  });
  it('1-24: not the assignee, nor the requester, nor who follows already', () => {
    expect(follow({ from: G })).toEqual([]);
    expect(follow({ from: A, ticket: { requester: A } })).toEqual([]);
    expect(follow({ from: F })).toEqual([]);
  });
  it('not where it is off', () => {
    expect(follow({ from: A, policy: { followers: { autoFollowReplyingAgent: false } } })).toEqual([]);
    expect(follow({ from: A, policy: { followers: { enabled: false } } })).toEqual([]);
  });
  it('1-21 staff-cc-follows: an agent whom a colleague copied', () => {
    expect(follow({ from: G, cc: [A], preset: 'ZENDESK' })).toEqual([`${A.id}: staff-cc-follows`]);
    expect(follow({ from: G, cc: [A], ticket: null, preset: 'ZENDESK' })).toEqual([`${A.id}: staff-cc-follows`]);
    expect(follow({ from: G, cc: [A] })).toEqual([]);
  });
  it('1-21: no customer whom an agent copied, known or new', () => {
    expect(follow({ from: G, cc: [C2, NEW], preset: 'ZENDESK' })).toEqual([]);
  });
});

describe('new-requester', () => {
  it('4-16: whoever opens the ticket, agents as well', () => {
    const result = decideInbound(mail({ from: A, ticket: null }));
    expect(result.requester).toEqual({ address: A.address, name: A.name, partyId: A.id, rule: 'new-requester' });
    expect(decideInbound(mail({ from: X, ticket: null })).requester).toMatchObject({ address: X, partyId: null });
    expect(decideInbound(mail({ from: A })).requester).toBeNull();
  });
});

describe('who asks with what an agent mails', () => {
  const CUSTOMER = { address: 'cleo@example.org', name: 'cleo', party: C2 };
  const forwards: Mail = { from: A, ticket: null, forward: true, forwarded: CUSTOMER };
  const asks = (given: Mail) => {
    const { requester } = decideInbound(mail(given));
    return `${requester?.partyId ?? requester?.address}: ${requester?.rule}`;
  };
  const HERSELF = `${A.id}: new-requester`;
  const anew: Mail = {
    from: A,
    ticket: null,
    to: [SUP, A, C2],
    policy: { agentMail: { newMailAgentIsRequester: false } },
  };

  it.each<[string, Mail, string]>([
    ['whose mail they forward', forwards, `${C2.id}: forward-sets-requester`],
    [
      'whose mail they forward, known or not',
      { ...forwards, forwarded: { address: NEW, name: '', party: null } },
      `${NEW}: forward-sets-requester`,
    ],
    [
      'they themselves, where forwards do not count',
      { ...forwards, policy: { mail: { forwardSetsRequester: false } } },
      HERSELF,
    ],
    ['they themselves, where they forward nothing', { ...forwards, forward: false }, HERSELF],
    ['they themselves, where it cannot be told whose mail it was', { ...forwards, forwarded: null }, HERSELF],
    ['they themselves, forwarding a colleague’s', { ...forwards, forwarded: { ...CUSTOMER, party: G } }, HERSELF],
    [
      'they themselves, forwarding mail of somebody barred',
      { ...forwards, forwarded: { ...CUSTOMER, party: { ...C2, state: 'SPAM' } } },
      HERSELF,
    ],
    [
      'they themselves, forwarding the desk’s own mail',
      { ...forwards, forwarded: { address: 'claims+token@desk.test', name: '', party: null } },
      HERSELF,
    ],
    ['a customer who forwards', { ...forwards, from: R }, `${R.id}: new-requester`],
    ['they themselves, unless nothing proves them', { ...forwards, confidence: 'LIKELY' }, HERSELF],
    ['they themselves, whomever they write to', { ...anew, policy: {} }, HERSELF],
    ['whom they write to, where the department says so', anew, `${C2.id}: recipient-is-requester`],
    ['the first customer they write to', { ...anew, to: [SUP, G], cc: [NEW, C2] }, `${NEW}: recipient-is-requester`],
    ['they themselves, where they write to the desk and to colleagues', { ...anew, to: [SUP, G] }, HERSELF],
  ])('%s', (_, given, expected) => {
    expect(asks(given)).toBe(expected);
  });

  it('is no CC of the ticket, whatever address of theirs is named', () => {
    const home = { ...C2, address: 'cleo@home.test' };
    expect(added({ ...forwards, cc: [C2, home, NEW] })).toEqual([NEW]);
    expect(added({ ...anew, to: [SUP, C2, NEW] })).toEqual([NEW]);
    const unknown = { address: NEW, name: '', party: null };
    expect(added({ ...forwards, forwarded: unknown, cc: [NEW, C2] })).toEqual([C2.address]);
  });

  it('by a command, and stops being a CC', () => {
    const named = (party: Party): Mail => ({
      from: G,
      commands: [{ name: 'requester', value: party.address ?? '' }],
      lookups: { people: [{ value: party.address ?? '', found: [party] }], departments: [] },
      ticket: { ccs: [C1, A] },
    });
    expect(removed(named(C1))).toEqual([`${C1.id}: requester-command`]);
    expect(removed(named(C2))).toEqual([]);
    expect(removed({ ...named(C1), ticket: null })).toEqual([]);
    expect(asks({ ...named(C1), ticket: null })).toBe(`${C1.id}: requester-command`);
  });
});
