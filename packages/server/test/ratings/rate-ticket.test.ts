import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DepartmentPolicy, RateWhen } from '@copydesk/rules';
import { addComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { addCcs, restrictCc } from '../../src/features/copies/index.ts';
import { rateTicket } from '../../src/features/ratings/index.ts';
import { changeTicket } from '../../src/features/tickets/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, refusalOf, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
});
afterAll(() => desk.close());

const asking = (requester: RateWhen, mayRate: RateWhen) => (policy: DepartmentPolicy) => {
  policy.rating.requester = requester;
  policy.cc.mayRate = mayRate;
};

async function aRatedTicket(requester: RateWhen, mayRate: RateWhen): Promise<Scene & { reply: string }> {
  const scene = await aTicketScene(desk.desk, asking(requester, mayRate));
  const { ticketId, ada, carl } = scene;
  await addCcs(desk.desk, ada, { ticketId, people: [{ id: carl.id }] });
  const { commentId } = await addComment(desk.desk, ada, { ticketId, body: 'We send a roofer.', visibility: 'PUBLIC' });
  return { ...scene, reply: commentId };
}

const QUERY = `query($id: ID!) { ticket(id: $id) { seq ratings { id score comment occasion givenAt person { name } reply { bodyText } } } }`;

async function ratingsFor(viewer: Viewer, ticketId: string) {
  const { data } = await desk.ask(viewer, QUERY, { id: globalId('Ticket', ticketId) });
  return data.ticket?.ratings.map((rating: Record<string, never>) => {
    const { score, comment, occasion, person, reply } = rating as Record<string, { name?: string; bodyText?: string }>;
    return [person!.name, score, comment, occasion, reply?.bodyText ?? null];
  });
}

const RATE = `mutation($input: RateTicketInput!) { rateTicket(input: $input) {
  rating { id score occasion } ticket { id } errors { code message field } } }`;
const rate = (viewer: Viewer, input: Record<string, unknown>) =>
  desk.ask(viewer, RATE, { input }).then(({ data }) => data.rateTicket);

describe('a rating', () => {
  let scene: Scene & { reply: string };
  beforeEach(async () => {
    scene = await aRatedTicket('BOTH', 'BOTH');
  });

  it('is of the newest reply while the ticket is open, and of its closure afterwards', async () => {
    const { ticketId, rita, ada } = scene;
    const id = globalId('Ticket', ticketId);
    expect(await rate(rita, { ticketId: id, score: 'BAD', comment: ' Too slow. ' })).toMatchObject({
      rating: { score: 'BAD', occasion: 'REPLY' },
      ticket: { id },
      errors: [],
    });
    await changeTicket(desk.desk, ada, { ticketId, status: 'SOLVED' });
    await changeTicket(desk.desk, ada, { ticketId, status: 'CLOSED' });
    expect((await rate(rita, { ticketId: id, score: 'GOOD' })).rating).toMatchObject({ occasion: 'CLOSURE' });
    expect(await ratingsFor(ada, ticketId)).toEqual([
      ['Rita Novak', 'BAD', 'Too slow.', 'REPLY', 'We send a roofer.'],
      ['Rita Novak', 'GOOD', null, 'CLOSURE', null],
    ]);
  });

  it('takes the place of the same person’s earlier one of the same occasion; the log says from what', async () => {
    const { ticketId, rita, carl, ada, reply } = scene;
    await rateTicket(desk.desk, rita, { ticketId, score: 'BAD', commentId: reply });
    await rateTicket(desk.desk, carl, { ticketId, score: 'BAD', commentId: reply });
    await rateTicket(desk.desk, rita, { ticketId, score: 'GOOD', commentId: reply, comment: 'Now it is dry.' });
    expect(await rateTicket(desk.desk, rita, { ticketId, score: 'GOOD', comment: 'Now it is dry.' })).toMatchObject({
      changed: null,
    });
    expect(await ratingsFor(ada, ticketId)).toEqual([
      ['Carl Ruiz', 'BAD', null, 'REPLY', 'We send a roofer.'],
      ['Rita Novak', 'GOOD', 'Now it is dry.', 'REPLY', 'We send a roofer.'],
    ]);
    const events = await desk.desk.db
      .selectFrom('event')
      .select(['data', 'public_seq'])
      .where('ticket_id', '=', ticketId)
      .where('type', '=', 'rating.given')
      .orderBy('seq')
      .execute();
    expect(events.map(({ data, public_seq }) => [data.changed?.score, public_seq])).toEqual([
      [{ from: null, to: 'BAD' }, null],
      [{ from: null, to: 'BAD' }, null],
      [{ from: 'BAD', to: 'GOOD' }, null],
    ]);
  });

  it('of a ticket that was opened again and closed again is another', async () => {
    const { ticketId, rita, ada } = scene;
    for (const score of ['BAD', 'GOOD'] as const) {
      await changeTicket(desk.desk, ada, { ticketId, status: 'SOLVED' });
      await rateTicket(desk.desk, rita, { ticketId, score });
      await changeTicket(desk.desk, ada, { ticketId, status: 'OPEN' });
    }
    expect((await ratingsFor(ada, ticketId)).map(([, score]: string[]) => score)).toEqual(['BAD', 'GOOD']);
  });

  it('is written once for a clientKey, also when its writer has thought again meanwhile', async () => {
    const { ticketId, rita, ada } = scene;
    const first = await rateTicket(desk.desk, rita, { ticketId, score: 'BAD', clientKey: 'one' });
    const again = await rateTicket(desk.desk, rita, { ticketId, score: 'GOOD', clientKey: 'one' });
    expect([again.ratingId, again.changed]).toEqual([first.ratingId, null]);
    expect((await ratingsFor(ada, ticketId))[0][1]).toBe('BAD');
  });

  it('is read by staff of the ticket and by who gave it, and by nobody else', async () => {
    const { ticketId, rita, carl, mia, ada, lee, otto } = scene;
    const { ratingId } = await rateTicket(desk.desk, rita, { ticketId, score: 'GOOD' });
    const node = async (viewer: Viewer) =>
      (
        await desk.ask(viewer, `query($id: ID!) { node(id: $id) { ... on Rating { score } } }`, {
          id: globalId('Rating', ratingId),
        })
      ).data.node;
    for (const who of [rita, ada, lee]) {
      expect([who.name, (await ratingsFor(who, ticketId)).length, await node(who)]).toEqual([
        who.name,
        1,
        { score: 'GOOD' },
      ]);
    }
    expect(await ratingsFor(carl, ticketId)).toEqual([]);
    for (const who of [mia, otto]) expect(await ratingsFor(who, ticketId)).toBeUndefined();
    for (const who of [carl, mia, otto]) expect(await node(who)).toBeNull();
  });

  it('reaches staff live, and no customer', async () => {
    const { ticketId, rita, ada, carl } = scene;
    const watch = `subscription($id: ID!) { ticketEvents(ticketId: $id) { __typename seq ... on RatingGiven { rating { score person { name } } } } }`;
    const [staff, customer] = await Promise.all(
      [ada, carl].map(async (who) => LiveClient.open(desk.baseUrl, await desk.tokenOf(who))),
    );
    const variables = { id: globalId('Ticket', ticketId) };
    const seen = staff!.subscribe(watch, variables);
    const unseen = customer!.subscribe(watch, variables);
    await Promise.all([staff!.ping(), customer!.ping()]);
    await rateTicket(desk.desk, rita, { ticketId, score: 'GOOD' });
    await addComment(desk.desk, ada, { ticketId, body: 'Thanks.', visibility: 'PUBLIC' });
    const kinds = (events: Record<string, unknown>[]) => events.map(({ __typename }) => __typename);
    await seen.until(() => kinds(seen.events).includes('CommentAdded'), 'the comment');
    await unseen.until(() => kinds(unseen.events).includes('CommentAdded'), 'the comment');
    expect(seen.events[0]).toMatchObject({
      __typename: 'RatingGiven',
      rating: { score: 'GOOD', person: { name: 'Rita Novak' } },
    });
    expect(kinds(unseen.events)).not.toContain('RatingGiven');
    staff!.cut();
    customer!.cut();
  });
});

describe('is refused', () => {
  it('to staff, to strangers, to restricted CCs, and where nobody is asked', async () => {
    const { ticketId, rita, carl, mia, ada } = await aRatedTicket('ON_CLOSE', 'BOTH');
    const refused = (who: Viewer) => refusalOf(rateTicket(desk.desk, who, { ticketId, score: 'GOOD' }));
    expect(await refused(ada)).toEqual([{ code: 'FORBIDDEN', field: 'ticketId' }]);
    expect(await refused(mia)).toEqual([{ code: 'NOT_FOUND', field: 'ticketId' }]);
    expect(await refused(rita)).toEqual([{ code: 'FORBIDDEN', field: 'ticketId' }]);
    expect(await refused(carl)).toEqual([]);
    await restrictCc(desk.desk, ada, { ticketId, personId: carl.id, helpCenterAccess: false });
    expect(await refused(carl)).toEqual([{ code: 'NOT_FOUND', field: 'ticketId' }]);
    await changeTicket(desk.desk, ada, { ticketId, status: 'SOLVED' });
    expect(await refused(rita)).toEqual([]);
  });

  it('for what is no public reply of the team', async () => {
    const { ticketId, rita, ada, reply } = await aRatedTicket('BOTH', 'BOTH');
    const note = await addComment(desk.desk, ada, { ticketId, body: 'A note.', visibility: 'INTERNAL' });
    const own = await addComment(desk.desk, rita, { ticketId, body: 'Mine.', visibility: 'PUBLIC' });
    const rated = (commentId: string) =>
      refusalOf(rateTicket(desk.desk, rita, { ticketId, score: 'GOOD', commentId })).then(([refusal]) => refusal);
    for (const { commentId } of [note, own]) {
      expect(await rated(commentId)).toEqual({ code: 'NOT_FOUND', field: 'commentId' });
    }
    await rateTicket(desk.desk, rita, { ticketId, score: 'GOOD', commentId: reply });
    await makeCommentInternal(desk.desk, ada, { commentId: reply });
    expect(await rated(reply)).toEqual({ code: 'NOT_FOUND', field: 'commentId' });
    expect(await ratingsFor(rita, ticketId)).toEqual([['Rita Novak', 'GOOD', null, 'REPLY', null]]);
  });

  it('before there is a reply, and beyond 5,000 characters', async () => {
    const { ticketId, rita } = await aTicketScene(desk.desk, asking('BOTH', 'OFF'));
    const refused = (comment: string | null) =>
      refusalOf(rateTicket(desk.desk, rita, { ticketId, score: 'GOOD', comment }));
    expect(await refused(null)).toEqual([{ code: 'INVALID', field: 'ticketId' }]);
    expect(await refused('x'.repeat(5_001))).toEqual([{ code: 'INVALID', field: 'comment' }]);
  });
});
