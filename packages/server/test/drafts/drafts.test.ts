import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { saveDraft } from '../../src/features/drafts/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, refusalOf, type Scene } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import { ownRhythm, statementsOf } from '../support/statements.ts';

let desk: RunningDesk;
let scene: Scene;
beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
});
afterAll(() => desk.close());
beforeEach(async () => {
  scene = await aTicketScene(desk.desk);
});

async function draftsOf(viewer: Viewer): Promise<string[] | null> {
  const { data } = await desk.ask(viewer, 'query($id: ID!) { ticket(id: $id) { drafts { visibility body } } }', {
    id: globalId('Ticket', scene.ticketId),
  });
  return data.ticket?.drafts.map(({ visibility, body }: Record<string, string>) => `${visibility} ${body}`) ?? null;
}

const keep = (who: Viewer, visibility: 'PUBLIC' | 'INTERNAL', body: string) =>
  saveDraft(desk.desk, who, { ticketId: scene.ticketId, visibility, body });

it('keeps a reply and a note, for their author alone', async () => {
  const { ada, lee, rita } = scene;
  const admin = await aPerson(desk.desk, { name: 'Amy', role: 'ADMIN' });
  await keep(ada, 'PUBLIC', 'Dear Rita,');
  await keep(ada, 'INTERNAL', 'She is');
  await keep(ada, 'INTERNAL', 'She is right.');
  await keep(rita, 'PUBLIC', 'It still');
  expect((await draftsOf(ada))?.toSorted()).toEqual(['INTERNAL She is right.', 'PUBLIC Dear Rita,']);
  expect(await draftsOf(rita)).toEqual(['PUBLIC It still']);
  expect([await draftsOf(lee), await draftsOf(admin)]).toEqual([[], []]);
});

it('is gone when its comment is written, and when nothing is left of it', async () => {
  const { ada, lee, ticketId } = scene;
  for (const who of [ada, lee]) await keep(who, 'INTERNAL', 'A note.');
  await keep(ada, 'PUBLIC', 'A reply.');
  const { commentId } = await addComment(desk.desk, ada, { ticketId, visibility: 'PUBLIC', body: 'A reply.' });
  expect([await draftsOf(ada), await draftsOf(lee)]).toEqual([['INTERNAL A note.'], ['INTERNAL A note.']]);
  await makeCommentInternal(desk.desk, ada, { commentId });
  expect(await draftsOf(ada)).toEqual(['INTERNAL A note.']);
  await keep(ada, 'INTERNAL', ' \n');
  expect([await draftsOf(ada), await draftsOf(lee)]).toEqual([[], ['INTERNAL A note.']]);
});

it('is refused where the ticket is not theirs, and stands in no log', async () => {
  const { ada, otto, mia, ticketId } = scene;
  for (const who of [otto, mia]) {
    expect(await refusalOf(keep(who, 'PUBLIC', 'Hm.'))).toEqual([{ code: 'NOT_FOUND', field: 'ticketId' }]);
  }
  expect(await refusalOf(keep(ada, 'PUBLIC', 'x'.repeat(200_001)))).toEqual([{ code: 'INVALID', field: 'body' }]);
  const count = () =>
    desk.desk.db
      .selectFrom('event')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('ticket_id', '=', ticketId)
      .executeTakeFirst();
  const before = await count();
  await keep(ada, 'PUBLIC', 'Dear Rita,');
  expect(await count()).toEqual(before);
  const kept = await desk.desk.db.selectFrom('draft').select('person_id').where('ticket_id', '=', ticketId).execute();
  expect(kept).toEqual([{ person_id: ada.id }]);
});

it('is saved in two statements, authentication included', async () => {
  const { ada, ticketId } = scene;
  const mutation = 'mutation($input: SaveDraftInput!) { saveDraft(input: $input) { errors { code } } }';
  const input = { ticketId: globalId('Ticket', ticketId), visibility: 'PUBLIC', body: 'Dear' };
  await desk.ask(ada, mutation, { input });
  const { statements } = await statementsOf(() => desk.ask(ada, mutation, { input }));
  const own = statements.filter((text) => !ownRhythm.test(text));
  expect(own, own.join('\n---\n')).toHaveLength(2);
});
