import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addComment,
  commentById,
  deleteComment,
  editComment,
  makeCommentInternal,
} from '../../src/features/comments/index.ts';
import { addCcs } from '../../src/features/copies/index.ts';
import { changeTicket, loadTicketState } from '../../src/features/tickets/index.ts';
import { createContext } from '../../src/platform/graphql/context.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, refusalOf } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

async function aComment(visibility: 'PUBLIC' | 'INTERNAL' = 'PUBLIC') {
  const scene = await aTicketScene(desk);
  const written = await addComment(desk, scene.ada, { ticketId: scene.ticketId, body: 'We send Bob.', visibility });
  return { ...scene, commentId: written.commentId };
}

const seenBy = (viewer: Viewer, commentId: string) => commentById(createContext(desk, viewer, 'test'), commentId);
const revisions = (commentId: string) =>
  desk.db
    .selectFrom('comment_revision')
    .select(['body_text', 'body_html', 'replaced_by_id'])
    .where('comment_id', '=', commentId)
    .orderBy('id')
    .execute();
const events = async (ticketId: string) =>
  desk.db
    .selectFrom('event')
    .select(['type', 'public_seq', 'data'])
    .where('ticket_id', '=', ticketId)
    .orderBy('seq')
    .execute();

describe('editing a comment', () => {
  it('replaces the text, keeps the earlier ones, and is told in the log', async () => {
    const { ada, rita, ticketId, commentId } = await aComment();
    await desk.db
      .updateTable('comment')
      .set({ body_html: '<p>We send <b>Bob</b>.</p>' })
      .where('id', '=', commentId)
      .execute();
    await editComment(desk, ada, { commentId, body: 'We send Rob.' });
    await editComment(desk, ada, { commentId, body: 'We send Rob on Monday.' });
    expect(await seenBy(rita, commentId)).toMatchObject({
      bodyText: 'We send Rob on Monday.',
      bodyHtml: null,
      visibility: 'PUBLIC',
      editedAt: expect.any(String),
    });
    expect(await revisions(commentId)).toEqual([
      { body_text: 'We send Bob.', body_html: '<p>We send <b>Bob</b>.</p>', replaced_by_id: ada.id },
      { body_text: 'We send Rob.', body_html: null, replaced_by_id: ada.id },
    ]);
    const [last] = (await events(ticketId)).toReversed();
    expect(last).toMatchObject({ type: 'comment.edited', public_seq: expect.any(Number), data: { commentId } });
    expect(JSON.stringify(await events(ticketId))).not.toContain('Rob');
  });

  it('of a note is no customer’s business', async () => {
    const { ada, ticketId, commentId } = await aComment('INTERNAL');
    const before = await loadTicketState(desk.db, ticketId);
    await editComment(desk, ada, { commentId, body: 'Rather Rob.' });
    const after = await loadTicketState(desk.db, ticketId);
    expect([after!.seq - before!.seq, after!.publicSeq - before!.publicSeq]).toEqual([1, 0]);
  });

  it('to the same text changes nothing', async () => {
    const { ada, ticketId, commentId } = await aComment();
    const before = await loadTicketState(desk.db, ticketId);
    expect(await editComment(desk, ada, { commentId, body: 'We send Bob.' })).toMatchObject({ changed: null });
    expect(await loadTicketState(desk.db, ticketId)).toEqual(before);
    expect(await revisions(commentId)).toEqual([]);
  });

  it('is done once, however often its clientKey is retried, whatever has been edited since', async () => {
    const { ada, ticketId, commentId } = await aComment();
    const first = { commentId, body: 'We send Rob.', clientKey: 'edit-1' };
    await editComment(desk, ada, first);
    await editComment(desk, ada, { commentId, body: 'We send nobody.' });
    expect(await editComment(desk, ada, first)).toMatchObject({ commentId, changed: null });
    expect(await seenBy(ada, commentId)).toMatchObject({ bodyText: 'We send nobody.' });
    const other = await addComment(desk, ada, { ticketId, body: 'Something else.', visibility: 'PUBLIC' });
    const taken = editComment(desk, ada, { ...first, commentId: other.commentId });
    expect(await refusalOf(taken)).toEqual([{ code: 'INVALID', field: 'clientKey' }]);
  });

  it('is the author’s alone, staff who could write it today', async () => {
    const { ada, lee, rita, mia, otto, ticketId, commentId, department } = await aComment();
    const zoe = await aPerson(desk, { name: 'Zoe', role: 'ADMIN' });
    const agent = await aPerson(desk, { name: 'Ben', role: 'AGENT', departmentIds: [department.id] });
    const edit = (actor: Viewer, id = commentId) =>
      refusalOf(editComment(desk, actor, { commentId: id, body: 'Mine.' }));
    for (const actor of [zoe, agent, lee, rita]) {
      expect(await edit(actor)).toEqual([{ code: 'FORBIDDEN', field: 'commentId' }]);
    }
    for (const actor of [mia, otto]) expect(await edit(actor)).toEqual([{ code: 'NOT_FOUND', field: 'commentId' }]);
    const hers = await addComment(desk, rita, { ticketId, body: 'It drips.', visibility: 'PUBLIC' });
    expect(await edit(rita, hers.commentId)).toEqual([{ code: 'FORBIDDEN', field: 'commentId' }]);
    expect(await edit({ ...ada, mayCommentPublicly: false })).toEqual([{ code: 'FORBIDDEN', field: 'commentId' }]);
    const note = await addComment(desk, lee, { ticketId, body: 'A thought.', visibility: 'INTERNAL' });
    expect(await edit(lee, note.commentId)).toEqual([]);
    expect(await edit(rita, note.commentId)).toEqual([{ code: 'NOT_FOUND', field: 'commentId' }]);
  });

  it.each([
    ['an empty text', '  ', 'INVALID', 'body'],
    ['a closed ticket', 'Late.', 'CLOSED', 'ticketId'],
    ['a deleted comment', 'Late.', 'INVALID', 'commentId'],
  ] as const)('refuses %s', async (what, body, code, field) => {
    const { ada, ticketId, commentId } = await aComment();
    if (what === 'a closed ticket') await changeTicket(desk, ada, { ticketId, status: 'CLOSED' });
    if (what === 'a deleted comment') await deleteComment(desk, ada, { commentId });
    expect(await refusalOf(editComment(desk, ada, { commentId, body }))).toEqual([{ code, field }]);
  });

  it('loses nothing when two edit at once', async () => {
    const { ada, commentId } = await aComment();
    const texts = ['One.', 'Two.', 'Three.'];
    await Promise.all(texts.map((body) => editComment(desk, ada, { commentId, body })));
    const said = [
      ...(await revisions(commentId)).map((row) => row.body_text),
      (await seenBy(ada, commentId))!.bodyText,
    ];
    expect(said.toSorted()).toEqual([...texts, 'We send Bob.'].toSorted());
  });
});

describe('deleting a comment', () => {
  it('takes its texts and files out of the desk; the row, the thread and the counts hold', async () => {
    const { ada, rita, ticketId, commentId } = await aComment();
    await editComment(desk, ada, { commentId, body: 'We send Rob.' });
    await desk.db
      .insertInto('blob')
      .values({ sha256: commentId, size: 3, content: Buffer.from('Bob') })
      .execute();
    await desk.db
      .insertInto('attachment')
      .values({
        comment_id: commentId,
        sha256: commentId,
        name: 'bob.txt',
        content_type: 'text/plain',
        size: 3,
      } as never)
      .execute();
    const before = await loadTicketState(desk.db, ticketId);
    await deleteComment(desk, ada, { commentId });
    const after = await loadTicketState(desk.db, ticketId);
    expect([after!.seq - before!.seq, after!.publicSeq - before!.publicSeq]).toEqual([1, 1]);
    expect(after!.publicCommentCount).toBe(before!.publicCommentCount - 1);
    const counted = await desk.db
      .selectFrom('ticket')
      .select('comment_count')
      .where('id', '=', ticketId)
      .executeTakeFirst();
    expect(counted).toEqual({ comment_count: 2 });
    expect(await seenBy(rita, commentId)).toBeNull();
    expect(await seenBy(ada, commentId)).toMatchObject({
      visibility: 'INTERNAL',
      bodyText: '',
      bodyHtml: null,
      deletedAt: expect.any(String),
      deletedBy: { id: ada.id, name: 'Ada Lind' },
      attachments: [],
    });
    expect(await revisions(commentId)).toEqual([]);
    const [last] = (await events(ticketId)).toReversed();
    expect(last).toMatchObject({ type: 'comment.deleted', public_seq: expect.any(Number), data: { commentId } });
  });

  it('of a note leaves the count of public ones', async () => {
    const { ada, ticketId, commentId } = await aComment('INTERNAL');
    const before = await loadTicketState(desk.db, ticketId);
    await deleteComment(desk, ada, { commentId });
    const after = await loadTicketState(desk.db, ticketId);
    expect([after!.publicCommentCount, after!.publicSeq]).toEqual([before!.publicCommentCount, before!.publicSeq]);
  });

  it('of the only public one makes the ticket private', async () => {
    const { ada, rita, ticketId } = await aTicketScene(desk);
    const [first] = await desk.db.selectFrom('comment').select('id').where('ticket_id', '=', ticketId).execute();
    await deleteComment(desk, ada, { commentId: first!.id });
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ publicCommentCount: 0 });
    expect(await seenBy(rita, first!.id)).toBeNull();
  });

  it('is for its author, agents of the ticket and admins; nobody deletes twice', async () => {
    const { ada, lee, rita, carl, otto, ticketId, commentId } = await aComment();
    await addCcs(desk, ada, { ticketId, people: [{ id: carl.id }] });
    const remove = (actor: Viewer, id = commentId) => refusalOf(deleteComment(desk, actor, { commentId: id }));
    for (const actor of [lee, rita, carl]) {
      expect(await remove(actor)).toEqual([{ code: 'FORBIDDEN', field: 'commentId' }]);
    }
    expect(await remove(otto)).toEqual([{ code: 'NOT_FOUND', field: 'commentId' }]);
    const hers = await addComment(desk, rita, { ticketId, body: 'It drips.', visibility: 'PUBLIC' });
    expect(await remove(rita, hers.commentId)).toEqual([{ code: 'FORBIDDEN', field: 'commentId' }]);
    expect(await remove(ada, hers.commentId)).toEqual([]);
    expect(await remove(ada, hers.commentId)).toEqual([{ code: 'INVALID', field: 'commentId' }]);
    expect(await remove(rita, hers.commentId)).toEqual([{ code: 'NOT_FOUND', field: 'commentId' }]);
    const note = await addComment(desk, lee, { ticketId, body: 'A thought.', visibility: 'INTERNAL' });
    expect(await remove(lee, note.commentId)).toEqual([]);
    expect(await refusalOf(makeCommentInternal(desk, ada, { commentId: note.commentId }))).toEqual([
      { code: 'INVALID', field: 'commentId' },
    ]);
    await changeTicket(desk, ada, { ticketId, status: 'CLOSED' });
    expect(await remove(ada)).toEqual([{ code: 'CLOSED', field: 'ticketId' }]);
  });

  it('is final: the database itself lets no text back', async () => {
    const { ada, commentId } = await aComment();
    await deleteComment(desk, ada, { commentId });
    const back = desk.db.updateTable('comment').set({ body_text: 'Back.' }).where('id', '=', commentId).execute();
    await expect(back).rejects.toThrow(/comment_deleted_is_gone/);
  });
});
