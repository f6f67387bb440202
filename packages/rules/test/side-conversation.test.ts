import { describe, expect, it } from 'vitest';
import {
  decideInbound,
  outcomeFromTrace,
  PRESET_POLICIES,
  sideLimit,
  whoIsToldOfSide,
  type InboundFacts,
  type Party,
  type SideHeader,
  type SideParticipant,
  type SideState,
  type SubjectTicket,
  type ToldOfSide,
} from '../src/index.ts';
import { A, C1, C2, F, G, L, mail, O, policyWith, R, recipient, SUP, type Mail } from './example.ts';

const who = (id: string, more: Partial<Party> = {}): Party => ({
  ...C2,
  id,
  name: id,
  address: `${id}@else.test`,
  ...more,
});
const X = who('xavier');
const ANN = who('ann');
const BOB = who('bob');

const stands = (header: SideHeader, person: Party): SideParticipant => ({ person, header, address: person.address! });
const EVERYBODY = [stands('TO', X), stands('CC', ANN), stands('BCC', BOB)];

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

const subject: SubjectTicket = {
  departmentId: 'department-claims',
  requesterId: R.id,
  assigneeId: G.id,
  ccIds: [C1.id],
  followerIds: [F.id, O.id],
  restrictedIds: [],
  customersMaySee: true,
  ccsMaySee: true,
  agentAsRequester: 'SHOW_ALL',
};

function told(event: Partial<ToldOfSide>): string[] {
  return whoIsToldOfSide({
    author: A,
    writesTo: 'EVERYBODY',
    haveIt: [],
    participants: EVERYBODY,
    startedBy: A,
    assignee: G,
    followers: [F],
    subject,
    policy: PRESET_POLICIES.COPYDESK,
    ...event,
  }).map(({ personId, header, rule }) => `${header} ${personId} ${rule.replace('told-side-', '')}`);
}

describe('who is told', () => {
  const participants = ['TO xavier participant', 'CC ann participant', 'BCC bob participant'];
  const team = ['HIDDEN grace assignee', 'HIDDEN fay follower'];

  it('of what the team writes: everybody who takes part, and the team, hidden', () => {
    expect(told({})).toEqual([...participants, ...team]);
  });

  it('of what came in: the team, with whoever started it; nobody who has it', () => {
    const came = { author: X, writesTo: 'TEAM' } as const;
    expect(told(came)).toEqual(['HIDDEN grace assignee', 'HIDDEN ada starter', 'HIDDEN fay follower']);
    expect(told({ ...came, haveIt: [G.address!, A.id] })).toEqual(['HIDDEN fay follower']);
    expect(told({ ...came, startedBy: G })).toEqual(team);
    expect(told({ ...came, startedBy: null, assignee: null, followers: [] })).toEqual([]);
  });

  it('of an automatic message: nobody', () => {
    expect(told({ writesTo: 'NOBODY' })).toEqual([]);
  });

  it('never the author, never twice, nobody who has it, nobody without an address', () => {
    expect(told({ author: G })).toEqual([...participants, 'HIDDEN fay follower']);
    expect(told({ author: X })).toEqual([...participants.slice(1), ...team]);
    expect(told({ haveIt: [X.address!, BOB.id] })).toEqual(['CC ann participant', ...team]);
    expect(told({ participants: [stands('TO', G), stands('CC', F)] })).toEqual([
      'TO grace participant',
      'CC fay participant',
    ]);
    expect(told({ author: null, assignee: { ...G, address: null } })).toEqual([...participants, 'HIDDEN fay follower']);
  });

  it('of the team only staff who read the ticket, followers where there are some', () => {
    expect(told({ followers: [O, { ...F, state: 'SUSPENDED' }, C1] })).toEqual([
      ...participants,
      'HIDDEN grace assignee',
      'HIDDEN otto follower',
    ]);
    expect(told({ followers: [O], subject: { ...subject, followerIds: [] } })).toEqual([...participants, team[0]]);
    const policy = policyWith('COPYDESK', { followers: { enabled: false } });
    expect(told({ policy })).toEqual([...participants, team[0]]);
  });
});

describe('1-34: how many people', () => {
  const people = (count: number, person: Party) => Array.from({ length: count }, () => person);
  const limit = (outside: number, staff: number) =>
    sideLimit(PRESET_POLICIES.ZENDESK, [...people(outside, X), ...people(staff, A)]);

  it('100 in all, 48 of them outside', () => {
    expect(limit(48, 52)).toBeNull();
    expect(limit(48, 53)).toMatch(/takes 100 people at most; this one would have 101/u);
    expect(limit(49, 0)).toMatch(/takes 48 people outside the team at most; this one would have 49/u);
    expect(limit(0, 100)).toBeNull();
  });
});
