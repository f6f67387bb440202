import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteComment, editComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { placeNotificationsCursor } from '../../src/features/notifications/index.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { aStory, consumeAll, reply } from './story.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
  await placeNotificationsCursor(desk.db, desk.epoch);
});
afterAll(() => desk.close());

async function mailsTo(personId: string) {
  await consumeAll(desk);
  return desk.db.selectFrom('outbound_message').select(['subject']).where('person_id', '=', personId).execute();
}

async function named(ticketId: string) {
  const rows = await desk.db
    .selectFrom('outbound_message')
    .select('headers')
    .where('ticket_id', '=', ticketId)
    .execute();
  return rows.map(({ headers }) => JSON.stringify([headers.to, headers.cc]));
}

const changes = {
  edited: (commentId: string, by: Parameters<typeof editComment>[1]) =>
    editComment(desk, by, { commentId, body: 'Still not for Carl.' }),
  deleted: (commentId: string, by: Parameters<typeof editComment>[1]) => deleteComment(desk, by, { commentId }),
  'made internal': (commentId: string, by: Parameters<typeof editComment>[1]) =>
    makeCommentInternal(desk, by, { commentId }),
};

it.each(Object.entries(changes))(
  'a CC who was left out of a reply hears nothing of it when it is %s, and is named to nobody',
  async (_, change) => {
    const { rita, carl, ada, ticketId } = await aStory(desk, (policy) => {
      policy.cc.removeViaReplyEditor = false;
      policy.cc.notifyEvents = ['CREATED', 'AGENT_REPLY', 'PUBLIC_EDIT', 'PUBLIC_DELETE'];
    });
    const before = (await mailsTo(carl.id)).length;
    const commentId = await reply(desk, ada, ticketId, 'Not for Carl.', { removeCcs: [carl.id] });
    const toRita = (await mailsTo(rita.id)).length;
    await desk.db.deleteFrom('outbound_message').where('ticket_id', '=', ticketId).execute();
    await change(commentId, ada);
    expect(await mailsTo(carl.id)).toEqual([]);
    expect(before).toBe(1);
    expect(toRita).toBe(2);
    // Rita had the reply, and hears of the change.
    expect(await mailsTo(rita.id)).toHaveLength(1);
    expect((await named(ticketId)).join()).not.toContain(carl.address);
  },
);

it('another reply, from which they were not left out, is told to them as ever', async () => {
  const { carl, ada, ticketId } = await aStory(desk, (policy) => {
    policy.cc.removeViaReplyEditor = false;
    policy.cc.notifyEvents = ['CREATED', 'AGENT_REPLY', 'PUBLIC_EDIT', 'PUBLIC_DELETE'];
  });
  await reply(desk, ada, ticketId, 'Not for Carl.', { removeCcs: [carl.id] });
  const commentId = await reply(desk, ada, ticketId, 'For everybody.');
  const before = (await mailsTo(carl.id)).length;
  await editComment(desk, ada, { commentId, body: 'For everybody, corrected.' });
  expect((await mailsTo(carl.id)).length).toBe(before + 1);
});
