import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComment, makeCommentInternal, previewReply, type AddComment } from '../../src/features/comments/index.ts';
import { addFollowers } from '../../src/features/copies/index.ts';
import { changeTicket, changeTicketState, createTicket, loadTicketState } from '../../src/features/tickets/index.ts';
import { aTicketScene, refusalOf } from '../support/a-ticket.ts';
import { statementsOf } from '../support/statements.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const reply = (ticketId: string, more: Partial<AddComment> = {}): AddComment => ({
  ticketId,
  body: 'We will send somebody.',
  visibility: 'PUBLIC',
  ...more,
});

const toldOf = async (commentId: string) => {
  const { told } = await desk.db
    .selectFrom('comment')
    .select('told')
    .where('id', '=', commentId)
    .executeTakeFirstOrThrow();
  return told.map(({ address, header }) => `${header} ${address}`).toSorted();
};

describe('a public reply', () => {
  it('tells the requester, the CCs that come with it and, hidden, the followers; two statements', async () => {
    const { ticketId, rita, carl, ada, lee } = await aTicketScene(desk);
    await addFollowers(desk, lee, { ticketId, personIds: [lee.id] });
    const { result, statements } = await statementsOf(() =>
      addComment(desk, ada, reply(ticketId, { ccs: [{ email: carl.address! }, { email: 'New.Person@example.com' }] })),
    );
    expect(statements).toHaveLength(2);
    expect(await toldOf(result.commentId)).toEqual(
      [`TO ${rita.address}`, `CC ${carl.address}`, 'CC new.person@example.com', `HIDDEN ${lee.address}`].toSorted(),
    );
    const state = await loadTicketState(desk.db, ticketId);
    expect(state).toMatchObject({ status: 'ANSWERED', publicCommentCount: 2 });
    expect(state?.ccs.map((cc) => cc.address)).toEqual([carl.address, 'new.person@example.com']);
    expect(state?.ccs[1]).toMatchObject({ role: 'END_USER', name: 'new.person' });
  });

  it('is refused with the code and the field of each CC that may not be copied, and changes nothing', async () => {
    const { ticketId, ada, carl, mia, department } = await aTicketScene(desk, (policy) => {
      Object.assign(policy.cc, { maxPerTicket: 1, blocklist: 'blocked.example.com' });
    });
    const ccs = [{ email: department.address }, { email: 'x@blocked.example.com' }, { id: carl.id }, { id: mia.id }];
    expect(await refusalOf(addComment(desk, ada, reply(ticketId, { ccs })))).toEqual([
      { code: 'CC_NOT_ALLOWED', field: 'ccs.0' },
      { code: 'CC_BLOCKED', field: 'ccs.1' },
      { code: 'CC_LIMIT', field: 'ccs.3' },
    ]);
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ ccs: [], publicCommentCount: 1 });
  });

  it.each([
    ['an empty text', { body: '  ' }, 'INVALID', 'body'],
    ['an address that is none', { ccs: [{ email: 'nobody' }] }, 'INVALID', 'ccs.0.email'],
    ['an unknown person', { ccs: [{ id: '00000000-0000-0000-0000-000000000001' }] }, 'NOT_FOUND', 'ccs.0.id'],
    ['a note with CCs', { visibility: 'INTERNAL', ccs: [{ email: 'a@example.com' }] }, 'INVALID', 'ccs'],
    ['other recipients', { expect: { recipients: ['gone@example.com'] } }, 'STALE', 'expect.recipients'],
  ] as const)('refuses %s', async (_, input, code, field) => {
    const { ticketId, ada } = await aTicketScene(desk);
    expect(await refusalOf(addComment(desk, ada, reply(ticketId, input)))).toEqual([{ code, field }]);
  });

  it('is refused when the ticket has changed since, not when only a mail’s delivery has', async () => {
    const { ticketId, ada } = await aTicketScene(desk);
    const seen = (await loadTicketState(desk.db, ticketId))!.seq;
    await changeTicketState(desk, ticketId, {}, (state) => ({
      ticketId,
      expectSeq: state.seq,
      actorId: null,
      events: [{ type: 'delivery.changed', public: false, data: {} }],
    }));
    await addComment(desk, ada, reply(ticketId, { expect: { seq: seen } }));
    const late = addComment(desk, ada, reply(ticketId, { expect: { seq: seen } }));
    expect(await refusalOf(late)).toEqual([{ code: 'STALE', field: 'expect.seq' }]);
  });

  it('is sent when what the author saw still holds, as previewReply says it', async () => {
    const { ticketId, ada, carl } = await aTicketScene(desk);
    const previewed = await previewReply(desk, ada, { ticketId, visibility: 'PUBLIC', ccs: [{ id: carl.id }] });
    const recipients = previewed!.preview.told.map((told) => told.address);
    const expected = { seq: previewed!.state.seq, recipients };
    const { commentId } = await addComment(desk, ada, reply(ticketId, { ccs: [{ id: carl.id }], expect: expected }));
    expect((await toldOf(commentId)).map((line) => line.split(' ')[1])).toEqual(recipients.toSorted());
  });

  it('is written once, however often its clientKey is retried', async () => {
    const { ticketId, ada } = await aTicketScene(desk);
    const input = reply(ticketId, { clientKey: 'draft-1' });
    const first = await addComment(desk, ada, input);
    const again = await Promise.all([addComment(desk, ada, input), addComment(desk, ada, input)]);
    expect(again.map((added) => added.commentId)).toEqual([first.commentId, first.commentId]);
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ publicCommentCount: 2 });
  });

  it('is found again by a retry that its own first try has made stale, or shut out', async () => {
    const { ticketId, ada } = await aTicketScene(desk);
    const { seq } = (await loadTicketState(desk.db, ticketId))!;
    const input = reply(ticketId, { clientKey: 'draft-2', expect: { seq }, status: 'CLOSED' });
    const first = await addComment(desk, ada, input);
    expect(await addComment(desk, ada, input)).toEqual({ commentId: first.commentId, changed: null });
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ publicCommentCount: 2 });
  });

  it('is refused with a clientKey that was another ticket’s', async () => {
    const { ticketId, ada } = await aTicketScene(desk);
    const other = await createTicket(desk, ada, {
      departmentId: (await loadTicketState(desk.db, ticketId))!.department.id,
      subject: 'x',
      body: 'x',
    });
    await addComment(desk, ada, reply(ticketId, { clientKey: 'draft-3' }));
    const reused = addComment(desk, ada, reply(other.ticketId, { clientKey: 'draft-3' }));
    expect(await refusalOf(reused)).toEqual([{ code: 'INVALID', field: 'clientKey' }]);
  });

  it('leaves a CC out of this reply alone where the department says so', async () => {
    const { ticketId, ada, carl } = await aTicketScene(desk, (policy) => {
      Object.assign(policy.cc, { removeViaReplyEditor: false });
    });
    await addComment(desk, ada, reply(ticketId, { ccs: [{ id: carl.id }] }));
    const { commentId } = await addComment(desk, ada, reply(ticketId, { removeCcs: [carl.id] }));
    expect((await toldOf(commentId)).join()).not.toContain(carl.address);
    expect((await loadTicketState(desk.db, ticketId))?.ccs).toHaveLength(1);
  });
});

describe('who may write', () => {
  it('chooses the status only who may edit the ticket; New is over', async () => {
    const { ticketId, ada, lee, rita } = await aTicketScene(desk);
    const note = reply(ticketId, { visibility: 'INTERNAL', status: 'CLOSED' });
    expect(await refusalOf(addComment(desk, lee, note))).toEqual([{ code: 'FORBIDDEN', field: 'status' }]);
    const answer = reply(ticketId, { status: 'SOLVED' });
    expect(await refusalOf(addComment(desk, rita, answer))).toEqual([{ code: 'FORBIDDEN', field: 'status' }]);
    await addComment(desk, ada, answer);
    const anew = reply(ticketId, { status: 'NEW' });
    expect(await refusalOf(addComment(desk, ada, anew))).toEqual([{ code: 'INVALID', field: 'status' }]);
  });

  it.each([
    ['the agent of another department', 'otto', 'PUBLIC', 'NOT_FOUND'],
    ['a customer beside the ticket', 'carl', 'PUBLIC', 'NOT_FOUND'],
    ['a light agent, publicly', 'lee', 'PUBLIC', 'FORBIDDEN'],
    ['a customer, internally', 'rita', 'INTERNAL', 'FORBIDDEN'],
  ] as const)('not %s', async (_, who, visibility, code) => {
    const scene = await aTicketScene(desk);
    const [refusal] = await refusalOf(addComment(desk, scene[who], reply(scene.ticketId, { visibility })));
    expect(refusal?.code).toBe(code);
  });

  it('nobody on a closed ticket', async () => {
    const { ticketId, ada } = await aTicketScene(desk);
    await changeTicket(desk, ada, { ticketId, status: 'CLOSED' });
    expect(await refusalOf(addComment(desk, ada, reply(ticketId)))).toEqual([{ code: 'CLOSED', field: 'ticketId' }]);
  });
});

describe('making a comment internal', () => {
  it('happens once, for good, and only by who may edit', async () => {
    const { ticketId, ada, lee } = await aTicketScene(desk);
    const { commentId } = await addComment(desk, ada, reply(ticketId));
    expect((await refusalOf(makeCommentInternal(desk, lee, { commentId })))[0]?.code).toBe('FORBIDDEN');
    const twice = await Promise.allSettled([1, 2, 3].map(() => makeCommentInternal(desk, ada, { commentId })));
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ publicCommentCount: 1 });
  });
});
