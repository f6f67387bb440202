import { describe, expect, it } from 'vitest';
import {
  decideInbound,
  outcomeFromTrace,
  sideHeaderOf,
  sideOthersNamed,
  type InboundFacts,
  type Party,
  type SideParticipant,
  type SideState,
} from '../src/index.ts';
import { A, C1, C2, G, L, mail, O, R, recipient, SUP, type Mail } from './example.ts';
import { ANN, BOB, EVERYBODY, stands, who, X } from './side-example.ts';

type Aside = Omit<Mail, 'from'> & { from: Party; participants?: SideParticipant[]; state?: SideState };

/** A mail to a side conversation of R's ticket: X in To, Ann in CC, Bob in BCC. */
function aside({ from, participants = EVERYBODY, state = 'OPEN', to = [SUP], cc = [], ...more }: Aside): InboundFacts {
  const known = [...participants.map(({ person }) => person), from];
  const facts = mail({ from, ...more });
  const named = (one: Party | string) =>
    typeof one === 'string'
      ? { ...recipient(one), party: known.find(({ address }) => address === one) ?? null }
      : recipient(one);
  const message = { ...facts.message, to: to.map(named), cc: cc.map(named) };
  return { ...facts, message, side: { subject: 'A second opinion', state, participants } };
}

function decided(given: Aside) {
  const result = decideInbound(aside(given));
  expect(outcomeFromTrace(result.decision.trace)).toEqual({
    outcome: result.decision.outcome,
    rule: result.decision.rule,
  });
  return result;
}

describe('a mail to a side conversation', () => {
  it.each([
    ['a participant in To', { from: X }, 'side-reply', { writesTo: 'TEAM', shown: true }],
    ['a participant in CC, to all', { from: ANN, cc: [X] }, 'side-reply', { writesTo: 'TEAM', shown: true }],
    ['a BCC to the desk alone', { from: BOB }, 'side-reply', { writesTo: 'TEAM', shown: false }],
    ['a BCC to the desk and a stranger', { from: BOB, cc: ['else@where.test'] }, 'side-reply', { shown: false }],
    [
      'a BCC to all',
      { from: BOB, cc: [X, ANN] },
      'side-reply-all',
      { becomesCc: 'bob', shown: true, writesTo: 'TEAM' },
    ],
    ['a BCC to one in To, by address', { from: BOB, to: [SUP, X.address!] }, 'side-reply-all', { becomesCc: 'bob' }],
    [
      'a BCC to all, whom nothing proves',
      { from: BOB, cc: [X], confidence: 'LIKELY' },
      'side-reply',
      { becomesCc: null, shown: false },
    ],
    ['somebody who takes no part', { from: C1 }, 'side-stranger', { writesTo: 'TEAM', shown: false }],
    ['the ticket’s requester', { from: R }, 'side-stranger', { shown: false }],
    ['a forged participant', { from: X, confidence: 'UNPROVEN' }, 'side-unproven', { writesTo: 'TEAM', shown: false }],
    ['an agent of the ticket', { from: A }, 'side-staff', { writesTo: 'EVERYBODY', shown: true }],
    ['an agent of the ticket, not proven', { from: A, confidence: 'LIKELY' }, 'side-stranger', { writesTo: 'TEAM' }],
    ['a light agent', { from: L }, 'side-stranger', { writesTo: 'TEAM' }],
    ['an agent of another department', { from: O }, 'side-stranger', { writesTo: 'TEAM' }],
    [
      'an agent who takes part',
      { from: A, participants: [stands('TO', X), stands('CC', A)] },
      'side-reply',
      { writesTo: 'TEAM', shown: true },
    ],
    [
      'an agent who takes part, not proven',
      { from: O, participants: [stands('TO', O)], confidence: 'LIKELY' },
      'side-stranger',
      { writesTo: 'TEAM', shown: false },
    ],
  ] as [string, Aside, string, object][])('of %s', (_, given, rule, outcome) => {
    const result = decided(given);
    expect(result.decision).toMatchObject({ outcome: 'INTERNAL', rule });
    expect(result).toMatchObject({ effect: 'SIDE_MESSAGE', side: outcome });
    // Nothing of the ticket moves.
    expect(result).toMatchObject({ status: null, requester: null, addCcs: [], removeCcs: [], addFollowers: [] });
    expect(result.writesOutside).toBe('NOBODY');
    for (const { because } of result.decision.trace) expect(because).toMatch(/^\S.*[.”]$/su);
  });

  it('warns of strangers and of senders who may be forged, and of nobody else', () => {
    const warned = (given: Aside) => decided(given).warnings.map(({ kind, message }) => `${kind} ${message}`);
    expect(warned({ from: C1 })).toEqual([
      'THIRD_PARTY_REPLY carl (carl@example.org) replied but takes no part in the side conversation “A second opinion”.',
    ]);
    expect(warned({ from: A, confidence: 'LIKELY' })[0]).toMatch(/^THIRD_PARTY_REPLY/u);
    expect(warned({ from: X, confidence: 'UNPROVEN' })).toEqual([
      'UNVERIFIED_SENDER This may not be from xavier: the sender could not be verified.',
    ]);
    for (const from of [X, BOB, A]) expect(warned({ from })).toEqual([]);
  });

  it.each([
    [X, 'PROVEN', true],
    [X, 'LIKELY', true],
    [A, 'PROVEN', true],
    [BOB, 'PROVEN', true],
    [C1, 'PROVEN', false],
    [X, 'UNPROVEN', false],
  ] as const)('of $id, %s, opens a closed one: %s', (from, confidence, reopens) => {
    expect(decided({ from, confidence, state: 'CLOSED' }).side?.reopens).toBe(reopens);
    expect(decided({ from, confidence }).side?.reopens).toBe(false);
  });

  it('an automatic reply is kept quietly, and told to nobody', () => {
    const result = decided({ from: X, automatic: 'Auto-Submitted: auto-replied', state: 'CLOSED' });
    expect(result.decision.rule).toBe('automatic-reply');
    expect(result).toMatchObject({
      effect: 'SIDE_MESSAGE',
      side: { writesTo: 'NOBODY', shown: false, reopens: false, becomesCc: null },
      warnings: [],
    });
  });

  it('what is settled before any decision stays so', () => {
    expect(decided({ from: X, own: true })).toMatchObject({ effect: 'REJECT', side: null });
    expect(decided({ from: X, deliveryReport: { matched: true } })).toMatchObject({
      effect: 'DELIVERY_STATE',
      side: null,
    });
    expect(decided({ from: X, malformed: 'two From headers' })).toMatchObject({ effect: 'SUSPEND', side: null });
    expect(decided({ from: who('barred', { state: 'SPAM' }) })).toMatchObject({ effect: 'SUSPEND' });
  });

  it('is never public, whatever the engine', () => {
    for (const preset of ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT'] as const) {
      for (const from of [X, BOB, A, G, R, C1]) {
        expect(decided({ from, preset, cc: [X, R] })).toMatchObject({ effect: 'SIDE_MESSAGE', visibility: 'INTERNAL' });
      }
    }
  });

  it('1-37: of a closed ticket opens one that follows it up, for those who take part', () => {
    const closed = { ticket: { status: 'CLOSED' }, policy: { ticket: { onClosedReply: 'FOLLOW_UP' } } } as const;
    const result = decided({ from: BOB, ...closed });
    expect(result).toMatchObject({ effect: 'TICKET', followsUp: true, side: null });
    expect(result.requester).toMatchObject({ partyId: 'bob' });
    expect(result.decision.trace.map(({ rule }) => rule)).toContain('side-closed');
    expect(decided({ from: C2, ...closed })).toMatchObject({ effect: 'TICKET', followsUp: false });
    expect(decided({ from: X, automatic: 'null sender', ...closed })).toMatchObject({ effect: 'SIDE_MESSAGE' });
    const reopens = { ...closed, policy: { ticket: { onClosedReply: 'REOPEN' } } } as const;
    expect(decided({ from: X, ...reopens })).toMatchObject({ effect: 'SIDE_MESSAGE', status: null });
  });

  it('a mail to the ticket itself is asked nothing of this', () => {
    const rules = decideInbound(mail({ from: R })).decision.trace.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule.startsWith('side-'))).toEqual([]);
    expect(decideInbound(mail({ from: R })).side).toBeNull();
  });
});

describe('the trace says', () => {
  const checks = (given: Aside) =>
    decided(given)
      .decision.trace.filter(({ rule }) => rule.startsWith('side-'))
      .map(({ rule, held, because }) => `${held ? 'yes' : 'no'} ${rule}: ${because}`);
  const factsOf = (given: Aside) => decided(given).decision.trace.at(-1)?.facts;

  const proven = 'no side-unproven: The sender is proven.';
  const likely = 'no side-unproven: Nothing is enforced against the sender.';
  const takesPart = (name: string) => `no side-stranger: ${name} takes part in this side conversation.`;
  const asParticipant = (name: string) => `no side-staff: ${name} is written to as a participant.`;

  it('why a participant’s reply is kept, and what would have been otherwise', () => {
    expect(checks({ from: X })).toEqual([
      proven,
      takesPart('xavier'),
      asParticipant('xavier'),
      'no side-reply-all: xavier is seen by the others anyhow.',
      'yes side-reply: A reply of xavier to the side conversation: the desk sends it to nobody outside.',
    ]);
    expect(factsOf({ from: X })).toEqual({ author: 'xavier', sideHeader: 'TO' });
    expect(checks({ from: BOB }).at(-2)).toBe('no side-reply-all: bob (BCC) answered the desk alone.');
    expect(checks({ from: BOB, cc: [ANN], confidence: 'LIKELY' }).slice(0, -1)).toEqual([
      likely,
      takesPart('bob'),
      asParticipant('bob'),
      'no side-reply-all: Nothing proves the sender, so nobody is shown to others by it.',
    ]);
    expect(decided({ from: X }).decision.otherwise).toBeNull();
  });

  it('why a BCC is seen from now on', () => {
    const nameless = { ...ANN, name: '' };
    const given = {
      from: BOB,
      cc: [X, nameless],
      participants: [EVERYBODY[0]!, stands('CC', nameless), EVERYBODY[2]!],
    };
    expect(checks(given).at(-1)).toBe(
      'yes side-reply-all: bob (BCC) answered xavier, ann@else.test as well: from now on everybody sees them, as CC.',
    );
    expect(factsOf(given)).toEqual({
      author: 'bob',
      sideHeader: 'BCC',
      sideOthersNamed: ['xavier', 'ann@else.test'],
      confidence: 'PROVEN',
    });
    expect(decided(given).decision.otherwise).toBe('A reply to the desk alone would have kept them in BCC.');
  });

  it('why a message has a warning', () => {
    expect(checks({ from: C1 }).at(-1)).toBe(
      'yes side-stranger: Kept with a warning because carl takes no part in this side conversation.',
    );
    expect(checks({ from: A, confidence: 'LIKELY' }).at(-1)).toBe(
      'yes side-stranger: Kept with a warning because ada is staff, and nothing proves that they sent it.',
    );
    expect(checks({ from: L }).at(-1)).toContain('lena takes no part');
    expect(decided({ from: C1 }).decision.otherwise).toBe(
      'A reply of somebody who takes part in the side conversation would have raised no warning.',
    );
    const forged = decided({ from: X, confidence: 'UNPROVEN', confidenceReasons: ['DMARC failed.', 'It asks so.'] });
    expect(forged.decision.trace.at(-1)?.because).toBe(
      'Kept with a warning because the sender may be forged. DMARC failed. It asks so.',
    );
    expect(forged.decision.otherwise).toBe(
      'A message that proves its sender would have been judged by the rules below.',
    );
  });

  it('why an agent’s goes to everybody', () => {
    expect(checks({ from: A })).toEqual([
      proven,
      'no side-stranger: ada is of the team and may write here.',
      'yes side-staff: ada writes for the team: it goes to everybody in the side conversation.',
    ]);
    expect(decided({ from: A }).decision.otherwise).toBe('A reply of a participant would not have been sent on.');
  });

  it('that the ticket is closed', () => {
    const closed = {
      from: X,
      ticket: { status: 'CLOSED' },
      policy: { ticket: { onClosedReply: 'FOLLOW_UP' } },
    } as const;
    const check = decided(closed).decision.trace.find(({ rule }) => rule === 'side-closed');
    expect(check).toEqual({
      rule: 'side-closed',
      held: true,
      because: 'It answers a side conversation of a closed ticket: it opens a ticket that follows it up.',
      facts: { sideHeader: 'TO' },
    });
  });
});

it('a BCC who names nobody but another BCC stays hidden; people are known by themselves and by their address', () => {
  const eve = stands('BCC', who('eve'));
  expect(decided({ from: BOB, cc: [eve.person], participants: [...EVERYBODY, eve] }).decision.rule).toBe('side-reply');
  const facts = aside({ from: BOB });
  const naming = (address: string, party: Party | null) =>
    decideInbound({
      ...facts,
      message: { ...facts.message, cc: [{ address, name: '', support: false, party }] },
    }).decision.rule;
  expect(naming('second@address.test', X)).toBe('side-reply-all');
  expect(naming(X.address!, null)).toBe('side-reply-all');
  expect(naming('second@address.test', null)).toBe('side-reply');
});

it('a mail to the ticket itself has nobody’s place in a side conversation, and names none of its people', () => {
  const facts = mail({ from: R, cc: [C1] });
  expect(sideHeaderOf(facts, { person: R, provenStaff: false })).toBeNull();
  expect(sideOthersNamed(facts)).toEqual([]);
});

it('a stranger whom nobody knows does not follow up a side conversation of a closed ticket', () => {
  const policy = { ticket: { onClosedReply: 'FOLLOW_UP' } } as const;
  const facts = aside({ from: X, ticket: { status: 'CLOSED' }, policy });
  const author = { address: 'nobody@knows.test', name: '', party: null };
  expect(decideInbound({ ...facts, author })).toMatchObject({ effect: 'TICKET', followsUp: false });
});

it('a stranger whom nobody knows is nobody’s participant', () => {
  const facts = aside({ from: X });
  const author = { address: 'nobody@knows.test', name: '', party: null };
  for (const automatic of [null, 'null sender']) {
    const result = decideInbound({ ...facts, author, message: { ...facts.message, automatic } });
    expect(result).toMatchObject({ effect: 'SIDE_MESSAGE', side: { becomesCc: null, shown: false } });
  }
});
