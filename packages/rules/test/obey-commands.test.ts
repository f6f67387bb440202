import { describe, expect, it } from 'vitest';
import { decideInbound, readMailCommands, type CommandLookups, type InboundFacts } from '../src/index.ts';
import { A, ADMIN, C1, G, L, mail, O, policyWith, R, type Mail } from './example.ts';

const OTHER = 'department-other';
const KNOWN: CommandLookups = {
  people: [
    { value: A.address ?? '', found: [A] },
    { value: 'ada', found: [A] },
    { value: 'twin', found: [A, G] },
    { value: 'amy', found: [ADMIN] },
    { value: O.address ?? '', found: [O] },
    { value: L.address ?? '', found: [L] },
    { value: R.address ?? '', found: [R] },
    { value: C1.address ?? '', found: [C1] },
    { value: 'gone@example.org', found: [{ ...R, id: 'gone', state: 'DELETED' }] },
  ],
  departments: [
    { slug: 'other', id: OTHER, name: 'Other', policy: policyWith('COPYDESK') },
    // Called like an agent.
    { slug: 'ada', id: 'department-ada', name: 'Ada', policy: policyWith('COPYDESK') },
  ],
};

function saying(text: string, more: Partial<Mail> = {}): InboundFacts {
  return mail({ from: G, commands: readMailCommands(text).commands, lookups: KNOWN, ...more });
}

const obeyed = (facts: InboundFacts) => decideInbound(facts).commands.map((one) => one.obeyed);

describe('commands of an agent who may edit the ticket', () => {
  it.each([
    ['#status solved', { status: { status: 'SOLVED', rule: 'status-chosen' } }],
    ['#status open\n#status on-hold', { status: { status: 'ON_HOLD', rule: 'status-chosen' } }],
    ['#priority urgent', { changes: { priority: 'URGENT' } }],
    ['#tags vip\n#tags storm', { changes: { tags: ['roof', 'storm', 'vip'] } }],
    [`#assignee ${A.address}`, { changes: { assigneeId: A.id } }],
    ['#assignee ada', { changes: { assigneeId: A.id } }],
    ['#assignee amy', { changes: { assigneeId: ADMIN.id } }],
    ['#department other', { changes: { departmentId: OTHER } }],
    // The assignee is looked for where the ticket will be, whatever the order of the lines.
    [`#assignee ${O.address}\n#department other`, { changes: { departmentId: OTHER, assigneeId: O.id } }],
    ['#requester new@example.org', { requester: { address: 'new@example.org', name: '', partyId: null } }],
    [
      `#requester ${C1.address}`,
      { requester: { partyId: C1.id }, removeCcs: [{ personId: C1.id, rule: 'requester-command' }] },
    ],
    ['#note', { visibility: 'INTERNAL' }],
    ['#public true', { visibility: 'PUBLIC' }],
  ])('%s is obeyed', (text, result) => {
    const decided = decideInbound(saying(text, { ticket: { tags: ['roof'] } }));
    expect(decided).toMatchObject(result);
    expect(decided.commands.map((one) => one.line).join('\n')).toBe(text);
    for (const one of decided.commands)
      expect(one).toMatchObject({ obeyed: true, because: expect.stringMatching(/\.$/u) });
  });

  it.each([
    ['#status new', 'A ticket is new only once.'],
    ['#foo', 'There is no command #foo.'],
    ['#assignee nobody', 'nobody is no agent of this department.'],
    ['#assignee twin', '2 agents are called twin: give an address.'],
    [`#assignee ${O.address}`, 'otto is no agent of this department.'],
    [`#assignee ${L.address}`, 'lena is no agent of this department.'],
    [`#assignee ${R.address}`, 'rita is no agent of this department.'],
    ['#requester claims@desk.test', 'claims@desk.test is an address of the desk itself.'],
    ['#requester claims+token@desk.test', 'claims+token@desk.test is an address of the desk itself.'],
    ['#requester gone@example.org', 'rita cannot be the requester: the contact is deleted.'],
    ['#department nowhere', 'There is no department nowhere.'],
    [
      `#tags ${Array.from({ length: 50 }, (_, index) => `t${index}`).join(' ')}`,
      'A ticket has 50 tags at most; these are 51.',
    ],
  ])('%s is ignored: %s', (text, because) => {
    const decided = decideInbound(saying(text, { ticket: { tags: ['roof'] } }));
    expect(decided.commands).toMatchObject([{ obeyed: false, because }]);
    expect(decided).toMatchObject({ effect: 'COMMENT', changes: {}, requester: null });
    expect(decided.status?.rule).not.toBe('status-chosen');
  });

  it.each([
    ['#status on-hold', 'The status is on hold now.'],
    ['#priority urgent', 'The priority is urgent now.'],
    ['#tags vip', 'The tags were added.'],
    ['#assignee ada', 'The ticket is assigned to ada now.'],
    ['#requester new@example.org', 'The requester is new@example.org now.'],
    [`#requester ${C1.address}`, 'The requester is carl now.'],
    ['#department other', 'The ticket is in Other now.'],
    ['#note', 'Internal because the author asked for a note.'],
  ])('%s says: %s', (text, because) => {
    expect(decideInbound(saying(text)).commands).toEqual([{ line: text, obeyed: true, because }]);
  });

  it('a note wins over #public, and both say so', () => {
    const decided = decideInbound(saying('#public\n#note'));
    expect(decided.visibility).toBe('INTERNAL');
    expect(decided.commands.map((one) => one.obeyed)).toEqual([false, true]);
    expect(decided.commands[0]?.because).toBe(decided.decision.trace.at(-1)?.because);
  });

  it('on a closed ticket only #status', () => {
    const facts = saying('#status open\n#priority low', {
      ticket: { status: 'CLOSED' },
      policy: { ticket: { onClosedReply: 'REOPEN' } },
    });
    const decided = decideInbound(facts);
    expect(decided.commands).toMatchObject([{ obeyed: true }, { obeyed: false, because: 'The ticket is closed.' }]);
    expect(decided.status).toMatchObject({ status: 'OPEN' });
  });

  it('an agent on a ticket of their own is obeyed as well', () => {
    const decided = decideInbound(saying('#status solved', { ticket: { requester: G } }));
    expect(decided).toMatchObject({ actsAs: 'CUSTOMER', status: { status: 'SOLVED' }, commands: [{ obeyed: true }] });
  });
});

describe('a new ticket', () => {
  const text = `#requester ${R.address}\n#priority high\n#tags storm\n#assignee ada\n#status open`;

  it('by an agent takes the commands; who is named requester is no CC of it, and the agent no customer', () => {
    const decided = decideInbound(saying(text, { ticket: null, cc: [R, C1] }));
    expect(decided).toMatchObject({
      effect: 'TICKET',
      requester: { partyId: R.id, rule: 'requester-command' },
      changes: { priority: 'HIGH', tags: ['storm'], assigneeId: A.id },
      status: { status: 'OPEN' },
      actsAs: 'STAFF',
      addCcs: [{ partyId: C1.id }],
    });
  });

  it('is NEW if the agent says so', () => {
    expect(decideInbound(saying('#status new', { ticket: null })).commands).toEqual([
      { line: '#status new', obeyed: true, because: 'The status is new now.' },
    ]);
  });

  it('takes no requester from an agent who may not comment publicly', () => {
    const silenced = { ...G, mayCommentPublicly: false };
    expect(decideInbound(saying(`#requester ${R.address}`, { ticket: null, from: silenced })).commands).toMatchObject([
      { obeyed: false, because: 'grace may not comment publicly, so nor in the name of others.' },
    ]);
  });

  it('takes none from an agent of another department, or a customer', () => {
    expect(obeyed(saying(text, { ticket: null, from: O }))).toEqual([false, false, false, false, false]);
    expect(decideInbound(saying(text, { ticket: null, from: R }))).toMatchObject({
      commands: [],
      changes: {},
      requester: { partyId: R.id, rule: 'new-requester' },
      status: { status: 'NEW' },
    });
  });
});

describe('who is not obeyed', () => {
  const text = '#status solved\n#priority low\n#tags x\n#assignee ada\n#requester new@example.org\n#department other';
  it.each<[string, Partial<Mail>]>([
    ['a light agent', { from: L }],
    ['an agent of another department', { from: O, ticket: { ccs: [O] } }],
    ['an agent whom nothing proves', { confidence: 'LIKELY' }],
    ['a forged agent', { confidence: 'UNPROVEN' }],
    ['an agent whose mail was recovered', { recovered: { suspendedBy: ['cc-limit'] } }],
    ['an agent where commands are off', { policy: { mailapi: { enabled: false } } }],
  ])('%s', (_, more) => {
    const decided = decideInbound(saying(text, more));
    expect(decided).toMatchObject({ effect: 'COMMENT', changes: {}, requester: null });
    expect(decided.status?.status).not.toBe('SOLVED');
    expect(decided.commands.map((one) => one.obeyed)).toEqual(Array.from({ length: 6 }, () => false));
  });

  it('a customer: it is text', () => {
    expect(decideInbound(saying(`#note\n${text}`, { from: R }))).toMatchObject({ commands: [], visibility: 'PUBLIC' });
  });

  it('a light agent, who writes notes anyhow: #note is obeyed, #public not', () => {
    expect(obeyed(saying('#note', { from: L }))).toEqual([true]);
    expect(obeyed(saying('#public', { from: L }))).toEqual([false]);
  });

  it('nobody, while the mail is suspended', () => {
    expect(decideInbound(saying(text, { automatic: 'null sender', ticket: null })).commands).toEqual([]);
  });

  it('an assignee of another department and an admin are', () => {
    expect(obeyed(saying('#priority low', { from: O, ticket: { assigneeId: O.id } }))).toEqual([true]);
    expect(obeyed(saying('#priority low', { from: ADMIN }))).toEqual([true]);
  });
});
