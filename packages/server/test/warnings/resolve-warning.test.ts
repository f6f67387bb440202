import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeTicketState, loadTicketState } from '../../src/features/tickets/index.ts';
import { resolveWarning } from '../../src/features/warnings/index.ts';
import { aPerson } from '../support/people.ts';
import { aTicketScene, refusalOf } from '../support/a-ticket.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

/** A ticket to which a stranger has replied: an internal comment with its warning. */
async function aThirdPartyReply() {
  const scene = await aTicketScene(desk);
  const xeno = await aPerson(desk, { name: 'Xeno' });
  const [commentId, warningId] = [v7(), v7()];
  await changeTicketState(desk, scene.ticketId, {}, (state) => ({
    ticketId: state.id,
    expectSeq: state.seq,
    actorId: xeno.id,
    comment: {
      id: commentId,
      authorId: xeno.id,
      visibility: 'INTERNAL',
      bodyText: 'I saw the roof.',
      via: 'MAIL',
      told: [],
    },
    raiseWarnings: [
      { id: warningId, commentId, kind: 'THIRD_PARTY_REPLY', message: 'Xeno takes no part in this ticket.' },
    ],
    events: [
      { type: 'comment.added', public: false, data: { commentId } },
      { type: 'warning.raised', public: false, data: { warningId } },
    ],
  }));
  return { ...scene, xeno, warningId };
}

it('adds the author as CC', async () => {
  const { ticketId, ada, xeno, warningId } = await aThirdPartyReply();
  await resolveWarning(desk, ada, { warningId, action: 'ADD_AS_CC' });
  expect((await loadTicketState(desk.db, ticketId))?.ccs.map(({ id }) => id)).toEqual([xeno.id]);
  const row = await desk.db.selectFrom('warning').select('resolution').where('id', '=', warningId).executeTakeFirst();
  expect(row?.resolution).toBe('ADD_AS_CC');
});

it('copies the text into one public comment of the agent’s, however often it is asked', async () => {
  const { ticketId, ada, warningId } = await aThirdPartyReply();
  await Promise.all([1, 2, 3].map(() => resolveWarning(desk, ada, { warningId, action: 'COPY_TO_PUBLIC' })));
  const copies = await desk.db
    .selectFrom('comment')
    .select(['visibility', 'author_id'])
    .where('ticket_id', '=', ticketId)
    .where('body_text', '=', 'I saw the roof.')
    .orderBy('id')
    .execute();
  expect(copies.slice(1)).toEqual([{ visibility: 'PUBLIC', author_id: ada.id }]);
  const events = await desk.db
    .selectFrom('event')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'warning.resolved')
    .execute();
  expect(events).toHaveLength(1);
});

it('is copied by one of several agents who ask at once', async () => {
  const { ticketId, ada, department, warningId } = await aThirdPartyReply();
  const root = await aPerson(desk, { name: 'Root', role: 'ADMIN' });
  const bert = await aPerson(desk, { name: 'Bert', role: 'AGENT', departmentIds: [department.id] });
  await Promise.all(
    [ada, bert, root].map((agent) => resolveWarning(desk, agent, { warningId, action: 'COPY_TO_PUBLIC' })),
  );
  expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ publicCommentCount: 2 });
});

it('shows its text to nobody who may not settle it', async () => {
  const { lee, rita, ticketId, warningId } = await aThirdPartyReply();
  const copy = { warningId, action: 'COPY_TO_PUBLIC' } as const;
  expect(await refusalOf(resolveWarning(desk, rita, copy))).toEqual([{ code: 'NOT_FOUND', field: 'warningId' }]);
  expect(await refusalOf(resolveWarning(desk, lee, copy))).toEqual([{ code: 'FORBIDDEN', field: 'warningId' }]);
  expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ publicCommentCount: 1 });
});

it('is not for light agents, and unknown to customers and to agents of other departments', async () => {
  const { lee, otto, rita, warningId } = await aThirdPartyReply();
  expect((await refusalOf(resolveWarning(desk, lee, { warningId, action: 'DISMISS' })))[0]?.code).toBe('FORBIDDEN');
  for (const who of [otto, rita]) {
    expect((await refusalOf(resolveWarning(desk, who, { warningId, action: 'DISMISS' })))[0]?.code).toBe('NOT_FOUND');
  }
});
