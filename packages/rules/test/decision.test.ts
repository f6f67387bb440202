import { describe, expect, it } from 'vitest';
import { decideInbound, outcomeFromTrace } from '../src/index.ts';
import { decisionFacts } from '../src/decision-facts.ts';
import { judgeAuthor } from '../src/judged-author.ts';
import { mailRecipients } from '../src/mail-recipients.ts';
import { decide } from '../src/rule.ts';
import { C1, G, L, mail, O, R, SUP, type Mail } from './example.ts';

const X = 'xeno@elsewhere.test';
const NOTE = [{ name: 'note' }] as const;
const notSure = { confidence: 'LIKELY' } as const;
const forged = { confidence: 'UNPROVEN', confidenceReasons: ['DMARC failed.'] } as const;

describe('the decision explains itself', () => {
  it('lists every check looked at, with what each saw, up to the one that decided', () => {
    const { decision } = decideInbound(mail({ from: C1 }));
    expect(decision.trace.map(({ rule }) => rule)).toEqual([
      'own-mail',
      'delivery-report',
      'ticket-rate-limit',
      'automatic-reply',
      'rate-limit',
      'malformed',
      'sender-barred',
      'sender-unproven',
      'staff-not-proven',
      'outsider-identified',
      'outsider-unidentified',
      'cc-limit',
      'cc-without-requester',
    ]);
    expect(decision.trace.at(-1)).toMatchObject({
      held: true,
      because: 'Internal because the requester was not among the recipients.',
      facts: { takesPartAs: ['CC'], requesterIsRecipient: false, 'cc.replyWithoutRequester': 'PRIVATE' },
    });
    expect(decision.otherwise).toBe('Public if the requester had been among the recipients (Reply all).');
  });

  it("records no command of a customer's, which is text", () => {
    const { decision } = decideInbound(mail({ from: R, commands: NOTE }));
    expect(decision.trace.at(-1)).toMatchObject({ rule: 'customer', facts: { command: null } });
  });

  it.each([
    [1, 'The sender wrote 1 mail within the hour, which is fine.'],
    [2, 'The sender wrote 2 mails within the hour, which is fine.'],
    [21, 'Suspended because the sender wrote 21 mails within the hour, more than 20.'],
    [41, 'Rejected because the sender wrote 41 mails within the hour, more than 40.'],
  ])('counts mails as people do: %d', (lastHour, because) => {
    const { decision } = decideInbound(mail({ from: R, lastHour }));
    expect(decision.trace.find(({ rule }) => rule === 'rate-limit')).toMatchObject({ because });
  });

  it('says that staff were judged as a third party', () => {
    const { decision } = decideInbound(mail({ from: G, ...notSure }));
    expect(decision.trace.find(({ rule }) => rule === 'staff-not-proven')).toMatchObject({ held: true });
  });
});

/** The facts of a mail as the rules see them. */
function factsOf(given: Mail) {
  const facts = mail(given);
  return decisionFacts(
    facts,
    judgeAuthor(facts),
    () => mailRecipients(facts),
    () => 0,
  );
}

it('a ticket that the mail opens has no CCs and no public comment, whatever was closed before', () => {
  for (const ticket of [null, { status: 'CLOSED' }] as const) {
    const see = factsOf({ from: R, ticket });
    expect([see.ccCount(), see.hasPublicComment(), see.ticketFound()]).toEqual([0, false, ticket !== null]);
  }
});

it('a table in which no row decides keeps everything from the outside', () => {
  expect(decide([], factsOf({ from: R }))).toEqual({
    outcome: 'INTERNAL',
    rule: 'otherwise',
    trace: [],
    otherwise: null,
  });
});

it('what an agent sends to a customer directly is their ticket, and the desk sends it to nobody again', () => {
  const given = { from: G, to: [C1], cc: [SUP], ticket: null } as const;
  const theirs = { agentMail: { newMailAgentIsRequester: false } } as const;
  expect(decideInbound(mail({ ...given, policy: theirs }))).toMatchObject({
    requester: { partyId: C1.id },
    writesOutside: 'NOBODY',
  });
  expect(decideInbound(mail(given))).toMatchObject({ requester: { partyId: G.id }, writesOutside: 'NOT_RECIPIENTS' });
});

describe('a stored trace', () => {
  const traceOf = (given: Mail) => decideInbound(mail(given)).decision.trace;

  it('says nothing any more when one of its rules is gone', () => {
    const trace = traceOf({ from: G });
    expect(outcomeFromTrace(trace)).toEqual({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(outcomeFromTrace([{ rule: 'gone', held: true, because: '', facts: {} }, ...trace])).toBeNull();
    expect(outcomeFromTrace([])).toBeNull();
    expect(outcomeFromTrace(trace.slice(0, -1))).toBeNull();
  });

  it('says nothing any more when one of its rules looks at more today', () => {
    expect(outcomeFromTrace(traceOf({ from: G }).map((check) => ({ ...check, facts: {} })))).toBeNull();
    expect(outcomeFromTrace([{ rule: 'own-mail', held: true, because: '', facts: {} }])).toBeNull();
  });
});

describe('#status', () => {
  const solved = [{ name: 'status', value: 'SOLVED' }] as const;
  it('counts from proven full agents who may edit the ticket', () => {
    expect(decideInbound(mail({ from: G, commands: solved })).status).toEqual({
      status: 'SOLVED',
      rule: 'status-chosen',
    });
  });
  it.each<[string, Mail]>([
    ['a customer', { from: R }],
    ['a light agent', { from: L }],
    ['an agent whom nothing proves', { from: G, ...notSure }],
    ['an agent of another department', { from: O }],
    ['an agent, where commands are off', { from: G, policy: { mailapi: { enabled: false } } }],
  ])('not from %s', (_, given) => {
    expect(decideInbound(mail({ ...given, commands: solved })).status?.status).not.toBe('SOLVED');
  });
});

describe('warnings', () => {
  it('0-27, 3-30: a third party replied', () => {
    expect(decideInbound(mail({ from: X })).warnings.map(({ kind }) => kind)).toEqual(['THIRD_PARTY_REPLY']);
  });
  it.each([
    ['Xeno', `Xeno (${X}) replied but takes no part in this ticket.`],
    ['', `${X} replied but takes no part in this ticket.`],
  ])('say an address once: from %j', (name, message) => {
    const { author, ...facts } = mail({ from: X });
    const { warnings } = decideInbound({ ...facts, author: { ...author, name } });
    expect(warnings).toEqual([{ kind: 'THIRD_PARTY_REPLY', message }]);
  });
  it('3-37: the sender may be forged', () => {
    expect(decideInbound(mail({ from: G, ...forged })).warnings.map(({ kind }) => kind)).toEqual(['UNVERIFIED_SENDER']);
  });
});

describe('a closed ticket', () => {
  it('is followed up by a ticket of the author', () => {
    const result = decideInbound(mail({ from: C1, ticket: { status: 'CLOSED' } }));
    expect(result).toMatchObject({ effect: 'TICKET', followsUp: true, requester: { partyId: C1.id } });
  });
  it('is not linked for a stranger', () => {
    expect(decideInbound(mail({ from: X, ticket: { status: 'CLOSED' } }))).toMatchObject({
      effect: 'TICKET',
      followsUp: false,
    });
  });
  it('opens again where the department says so', () => {
    const policy = { ticket: { onClosedReply: 'REOPEN' } } as const;
    const result = decideInbound(mail({ from: R, ticket: { status: 'CLOSED' }, policy }));
    expect(result).toMatchObject({ effect: 'COMMENT', status: { status: 'OPEN', rule: 'status-customer-replied' } });
  });
});
