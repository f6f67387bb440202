import { afterAll, beforeAll, expect, it } from 'vitest';
import { scenarioDesk, type ScenarioDesk } from '../scenarios/scenario-desk.ts';
import { stageOf, type Stage } from '../scenarios/stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const LEDGER = `query($id: ID!, $first: Int, $after: String) { ticket(id: $id) { participation(first: $first, after: $after) {
  edges { node { seq person { name } change as by { name } via rule sentence inboundMessageId commentId } }
  pageInfo { hasNextPage endCursor } } } }`;

type Entry = {
  change: string;
  as: string;
  person: { name: string };
  by: { name: string } | null;
  via: string | null;
  rule: string | null;
  sentence: string;
  inboundMessageId: string | null;
  commentId: string | null;
};

async function ledger(t: Stage, who = 'Z', paging: object = {}) {
  const { data } = await t.ask(who, LEDGER, { id: t.ticketId, first: 100, ...paging });
  const { edges, pageInfo } = data.ticket.participation;
  return { entries: edges.map(({ node }: { node: Entry }) => node) as Entry[], pageInfo };
}

/** `JOINED CC Person C1 by Person D, API, added-by-hand` */
const line = ({ change, as, person, by, via, rule }: Entry) =>
  `${change} ${as} ${person.name} by ${by?.name}, ${via}, ${rule}`;
const lines = async (t: Stage) => (await ledger(t)).entries.map(line);

it('tells who took part, by which path, by which rule, who did it, and with what', async () => {
  const t = await stageOf(desk, 'ZENDESK', { ccs: ['C1'], followers: ['F'] });
  const start = [
    'JOINED REQUESTER Person R by Person D, API, null',
    'JOINED ASSIGNEE Person G by Person D, API, null',
    'JOINED CC Person C1 by Person D, API, added-by-hand',
    'JOINED FOLLOWER Person F by Person D, API, added-by-hand',
  ];
  expect(await lines(t)).toEqual(start);
  const mail = await t.replyAll('R', 'C2 helps.', { cc: ['C2'] });
  expect(mail).toMatchObject({ outcome: 'PUBLIC' });
  await t.replyAll('R', 'C1 does not.', { to: t.held('C2'), without: ['C1'] });
  await t.change('G', { assigneeId: await t.personId('A') });
  await t.follow('L');
  await t.unfollow('L');
  await t.removeFollowers('G', 'F');
  await t.restrict('G', 'C2');
  await t.removeCcs('G', 'C2');
  const { entries } = await ledger(t);
  expect(entries.map(line).slice(start.length)).toEqual([
    'JOINED CC Person C2 by Person R, MAIL, cc-by-mail',
    'LEFT CC Person C1 by Person R, MAIL, cc-dropped',
    'LEFT ASSIGNEE Person G by Person G, API, null',
    'JOINED ASSIGNEE Person A by Person G, API, null',
    'JOINED FOLLOWER Person L by Person L, API, added-by-hand',
    'LEFT FOLLOWER Person L by Person L, API, removed-by-hand',
    'LEFT FOLLOWER Person F by Person G, API, removed-by-hand',
    'RESTRICTED CC Person C2 by Person G, API, restricted-by-hand',
    'LEFT CC Person C2 by Person G, API, removed-by-hand',
  ]);
  const byMail = entries.find(({ rule }) => rule === 'cc-by-mail')!;
  expect(byMail.sentence).toBe('Person C2 was made CC by Person R, by mail. A public mail named them in Cc.');
  const { data } = await t.ask(
    'Z',
    `query($mail: ID!, $comment: ID!) { mail: node(id: $mail) { ... on InboundMessage { comment { id } } }
       comment: node(id: $comment) { ... on Comment { bodyText } } }`,
    { mail: byMail.inboundMessageId, comment: byMail.commentId },
  );
  expect(data).toEqual({ mail: { comment: { id: byMail.commentId } }, comment: { bodyText: 'C2 helps.' } });
});

it('is paged, and the team’s alone', async () => {
  const t = await stageOf(desk, 'ZENDESK', { ccs: ['C1', 'C2'] });
  const all = (await ledger(t)).entries;
  const paged: Entry[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page = await ledger(t, 'L', { first: 1, after });
    paged.push(...page.entries);
    ({ hasNextPage: more, endCursor: after } = page.pageInfo as { hasNextPage: boolean; endCursor: string });
  }
  expect(all).toHaveLength(4);
  expect(paged).toEqual(all);
  expect((await ledger(t, 'R')).entries).toEqual([]);
});

it('is never changed by an automatic reply, whomever it names', async () => {
  const t = await stageOf(desk, 'ZENDESK', { ccs: ['C1'] });
  const before = await lines(t);
  for (const who of ['R', 'C1', 'A']) {
    const headers = { 'Auto-Submitted': 'auto-replied' };
    await t.replyAll(who, 'I am away.', { headers, cc: ['C2', 'X'], without: ['C1'], holding: 'R' });
  }
  expect((await t.ticket()).comments.edges).toHaveLength(4);
  expect(await lines(t)).toEqual(before);
  expect([await t.ccs(), await t.followers()]).toEqual([['C1'], []]);
});

it('keeps out whom an agent removed: nobody brings them back by a reply to all to an older message', async () => {
  const t = await stageOf(desk, 'ZENDESK', { ccs: ['C1', 'C2'] });
  await t.post('G', 'Dear all.');
  const older = { R: t.held('R'), C1: t.held('C1') };
  expect(await t.removeCcs('G', 'C2')).toEqual([]);
  for (const who of ['R', 'C1'] as const) {
    expect(await t.replyAll(who, 'Dear C2.', { to: older[who] })).toMatchObject({ outcome: 'PUBLIC' });
    expect(await t.ccs()).toEqual(['C1']);
    const { notCopied } = (await t.ticket()).comments.edges.at(-1).node;
    expect(notCopied).toEqual([{ address: t.address('C2'), reason: 'REMOVED_BY_AGENT' }]);
  }
  expect((await lines(t)).at(-1)).toBe('LEFT CC Person C2 by Person G, API, removed-by-hand');
  // An answer to a message that did not name them is a new wish, and so is an agent's own hand.
  await t.post('G', 'Dear both.');
  expect(await t.replyAll('R', 'C2 again.', { cc: ['C2'] })).toMatchObject({ outcome: 'PUBLIC' });
  expect(await t.ccs()).toEqual(['C1', 'C2']);
});
