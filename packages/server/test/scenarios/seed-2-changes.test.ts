import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Setting } from './cast.ts';
import { scenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { stageOf, type Stage } from './stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const stage = (setting?: Setting) => stageOf(desk, 'ZOHO_DESK', setting);
const newest = async (t: Stage): Promise<string> => (await t.ticket()).comments.edges.at(-1).node.id;

describe('seed 2: secondary contacts hear of changes', () => {
  it('2-25 a public comment is edited: the CC is mailed', async () => {
    const t = await stage({ assignee: 'A' });
    await t.post('G', 'We come on Monday.');
    const commentId = await newest(t);
    const may = async (who: string) =>
      (
        await t.ask(
          who,
          `query($id: ID!) { node(id: $id) { ... on Comment { viewerMay { edit delete makeInternal } } } }`,
          { id: commentId },
        )
      ).data.node.viewerMay;
    expect(await may('G')).toEqual({ edit: true, delete: true, makeInternal: true });
    expect(await may('Z')).toEqual({ edit: false, delete: true, makeInternal: true });
    for (const who of ['R', 'L']) expect(await may(who)).toEqual({ edit: false, delete: false, makeInternal: false });
    expect(await t.mutate('G', 'editComment', { commentId, body: 'We come on Tuesday.' })).toEqual([]);
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1', A: 'To A' });
    expect(await t.text('C1')).toContain('We come on Tuesday.');
    expect(await t.text('A')).toContain('We come on Tuesday.');
    expect(JSON.stringify(await t.received())).not.toContain('Monday');
    expect(await t.reads('C1')).toEqual(['Your roof claim has arrived.', 'We come on Tuesday.']);
    const { data } = await t.ask(
      'A',
      `query($id: ID!) { node(id: $id) { ... on Comment { editedAt revisions { bodyText replacedBy { id } } } } }`,
      { id: commentId },
    );
    expect(data.node.revisions).toEqual([
      { bodyText: 'We come on Monday.', replacedBy: { id: await t.personId('G') } },
    ]);
    // Not where the department does not want it (COPYDESK's default), and of a note nobody outside hears.
    const quiet = await stageOf(desk, 'COPYDESK');
    await quiet.post('G', 'We come on Monday.');
    const id = await newest(quiet);
    expect(await quiet.mutate('G', 'editComment', { commentId: id, body: 'On Friday.' })).toEqual([]);
    expect(await quiet.mails()).toEqual({});
    await t.note('G', 'Bob is ill.');
    const note = await newest(t);
    expect(await t.mutate('G', 'editComment', { commentId: note, body: 'Bob is well.' })).toEqual([]);
    expect(await t.mails()).toEqual({ A: 'To A' });
    expect(await t.text('A')).toContain('Bob is well.');
  });

  it('2-26 a public comment is deleted: the CC is mailed, and its text is nowhere any more', async () => {
    const t = await stage({ assignee: 'A' });
    await t.post('G', 'The PIN is 4711.');
    const commentId = await newest(t);
    await t.mutate('G', 'editComment', { commentId, body: 'The PIN is 4712.' });
    expect(await t.mutate('G', 'deleteComment', { commentId })).toEqual([]);
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1', A: 'To A' });
    expect(await t.text('C1')).toContain('withdrawn');
    await t.addCcs('Z', 'C2');
    expect(JSON.stringify(await t.received())).not.toContain('PIN is');
    for (const who of ['R', 'C1', 'C2']) expect(await t.reads(who)).toEqual(['Your roof claim has arrived.']);
    expect(await t.last()).toMatchObject({ by: 'G', text: '' });
    const { data } = await t.ask(
      'Z',
      `query($id: ID!, $ticket: ID!) { node(id: $id) { ... on Comment {
          bodyText bodyHtml quotedText deletedAt deletedBy { id } revisions { bodyText } attachments { id } } }
        sentMail(ticketId: $ticket, first: 100) { edges { node { subject bodyText bodyHtml } } }
        ticket(id: $ticket) { commentCount events(first: 100) { edges { node { ... on CommentDeleted { commentId } } } } } }`,
      { id: commentId, ticket: t.ticketId },
    );
    expect(JSON.stringify(data)).not.toContain('PIN is');
    expect(data.node).toMatchObject({ deletedAt: expect.any(String), deletedBy: { id: await t.personId('G') } });
    expect(JSON.stringify(data.ticket.events)).toContain(commentId);
    const left = await t.desk.desk.db.selectFrom('comment').selectAll().execute();
    const earlier = await t.desk.desk.db.selectFrom('comment_revision').selectAll().execute();
    expect(JSON.stringify([left, earlier])).not.toContain('PIN is');
  });

  it('2-29 P (cc C1) is merged into Q (cc C2), the agent picks Q’s CC: the merged ticket has C2 only', async () => {
    const t = await stage({ ccs: ['C1'] });
    const p = { id: t.ticketId, mail: t.held('R') };
    await t.open({ ccs: ['C2'] });
    const merge = (input: object) => t.mutate('G', 'mergeTickets', { sourceId: p.id, targetId: t.ticketId, ...input });
    expect(await merge({})).toEqual(['INVALID']);
    expect(await merge({ ccsFrom: 'UNION' })).toEqual(['INVALID']);
    expect(await merge({ ccsFrom: 'TARGET' })).toEqual([]);
    expect(await t.ccs()).toEqual(['C2']);
    expect(await t.reads('C1')).toBeNull();
    // R's answer to a mail of P belongs to Q now, and C1, whom that mail named, does not come back by it.
    const answered = await t.replyAll('R', 'About both.', { to: p.mail });
    expect(answered).toMatchObject({ ticketId: t.ticketId, outcome: 'PUBLIC' });
    expect(await t.ccs()).toEqual(['C2']);
    expect(await t.mails()).toEqual({ C2: 'To R Cc C2', G: 'To G' });
  });
});
