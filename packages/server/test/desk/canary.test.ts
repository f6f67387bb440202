import { graphql, type GraphQLSchema } from 'graphql';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComment, deleteComment, editComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { addCcs, addFollowers, restrictCc } from '../../src/features/copies/index.ts';
import { changeMailTemplate } from '../../src/features/notifications/change-mail-template.ts';
import { setPresence } from '../../src/features/presence/index.ts';
import { startSideConversation } from '../../src/features/side-conversations/index.ts';
import { saveDraft } from '../../src/features/drafts/index.ts';
import { createTrigger } from '../../src/features/triggers/index.ts';
import { changeTicket, changeTicketState } from '../../src/features/tickets/index.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { createContext } from '../../src/platform/graphql/context.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { mailPeer } from '../notifications/mail-peer.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { everythingBelow, type Literals } from '../support/everything-query.ts';
import { LiveClient, type LiveSubscription } from '../support/live-client.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

/** Stands in everything that is the team's alone; nobody else may ever be handed it. */
const canary = 'CANARY-5f2c9';
/** Stood in a public comment, before and after an edit, until it was deleted: nobody is handed it any more. */
const gone = 'DELETED-91cc3';
/** The assignee's and follower's name and address: a colleague of all staff, unknown to every customer. */
const insiderName = 'HIDDEN-77ab1';

let desk: RunningDesk;
let peer: Awaited<ReturnType<typeof mailPeer>>;
let schema: GraphQLSchema;
let scene: Scene & { restricted: Viewer; insider: Viewer };
let literals: Literals;
const outsiders = ['rita', 'carl', 'restricted', 'mia', 'otherLight', 'nobody'] as const;
let people: Record<(typeof outsiders)[number], Viewer | null>;
const frames: LiveSubscription[] = [];

const events = `__typename seq ticketId actor { name addresses } ticket { id subject warnings { message } followers { name } assignee { name } }
  ... on CommentAdded { commentId comment { bodyText quotedText flags author { name } notCopied { address } } }
  ... on CommentDeleted { commentId } ... on CcAdded { person { name } } ... on TicketChanged { changed }
  ... on WarningRaised { warning { message } } ... on FollowerAdded { person { name } }
  ... on SideConversationChanged { sideConversationId sideConversation { subject } message { bodyText } }`;

beforeAll(async () => {
  peer = await mailPeer();
  desk = await runningDesk({ SMTP_URL: peer.url });
  schema = buildSchema(readSlices(), resolvers);
  await setTheScene();
}, 60_000);
afterAll(async () => {
  await desk.close();
  await peer.close();
});

async function setTheScene() {
  const base = await aTicketScene(desk.desk, (policy) =>
    Object.assign(policy.cc, { blocklist: `${canary.toLowerCase()}.example.com` }),
  );
  const { ticketId, ada, carl, department } = base;
  const insider = await aPerson(desk.desk, {
    name: `${insiderName} Insider`,
    role: 'AGENT',
    address: `${insiderName.toLowerCase()}@example.com`,
    departmentIds: [department.id],
  });
  const restricted = await aPerson(desk.desk, { name: 'Rex' });
  const otherLight = await aPerson(desk.desk, {
    name: 'Lou',
    role: 'LIGHT_AGENT',
    departmentIds: base.otto.departmentIds as string[],
  });
  scene = { ...base, restricted, insider };
  people = { rita: base.rita, carl, restricted, mia: base.mia, otherLight, nobody: null };
  await addCcs(desk.desk, ada, { ticketId, people: [{ id: carl.id }, { id: restricted.id }] });
  await restrictCc(desk.desk, ada, { ticketId, personId: restricted.id, helpCenterAccess: false });
  for (const name of ['rita', 'carl'] as const) {
    const client = await LiveClient.open(desk.baseUrl, await desk.tokenOf(people[name]!));
    frames.push(
      client.subscribe(`subscription($id: ID!) { ticketEvents(ticketId: $id, after: 0) { ${events} } }`, {
        id: globalId('Ticket', ticketId),
      }),
    );
  }
  await changeTicket(desk.desk, ada, { ticketId, assigneeId: insider.id });
  await addFollowers(desk.desk, ada, { ticketId, personIds: [insider.id] });
  const note = await anInternalReply();
  await whatTheTeamKeeps();
  await saveDraft(desk.desk, ada, { ticketId, visibility: 'INTERNAL', body: canary });
  const { sideConversationId } = await startSideConversation(desk.desk, ada, {
    ticketId,
    subject: canary,
    body: canary,
    to: [{ id: insider.id }],
  });
  await addComment(desk.desk, ada, { ticketId, visibility: 'PUBLIC', body: 'For everybody to read.' });
  const once = await addComment(desk.desk, ada, { ticketId, visibility: 'PUBLIC', body: 'Was public for a moment.' });
  await makeCommentInternal(desk.desk, ada, { commentId: once.commentId });
  const slip = await addComment(desk.desk, ada, { ticketId, visibility: 'INTERNAL', body: `${canary} as it was` });
  await editComment(desk.desk, ada, { commentId: slip.commentId, body: `${canary} as it is` });
  const said = await addComment(desk.desk, ada, { ticketId, visibility: 'PUBLIC', body: gone });
  await editComment(desk.desk, ada, { commentId: said.commentId, body: `${gone} again` });
  await deleteComment(desk.desk, ada, { commentId: said.commentId });
  const last = await addComment(desk.desk, ada, { ticketId, visibility: 'PUBLIC', body: 'The last word.' });
  literals = {
    first: '20',
    id: JSON.stringify(globalId('Ticket', ticketId)),
    sideConversationId: JSON.stringify(globalId('SideConversation', sideConversationId)),
    'node.id': JSON.stringify(globalId('Comment', note.commentId)),
    slip: JSON.stringify(globalId('Comment', slip.commentId)),
    'inboundMessage.id': JSON.stringify(globalId('InboundMessage', note.inboundId)),
    ticketId: JSON.stringify(globalId('Ticket', ticketId)),
    search: JSON.stringify('insider'),
    'previewMailTemplate.input': `{ departmentId: "${globalId('Department', department.id)}", kind: REPLY, language: en, subject: "Hi", body: "Hi" }`,
    'search.query': JSON.stringify(canary),
    'previewReply.input': `{ ticketId: "${globalId('Ticket', ticketId)}", visibility: PUBLIC }`,
    'simulateMessage.input': `{ raw: "From: a@example.com\\nTo: ${department.address}\\n\\nHi", departmentId: "${globalId('Department', department.id)}" }`,
  };
  await Promise.all(
    frames.map((frame) => frame.until(() => JSON.stringify(frame.events).includes('The last word.'), 'the last word')),
  );
  expect(last.changed).not.toBeNull();
}

/** Tags, who is there, a trigger, a text for the team's mails, a rating by somebody else. */
async function whatTheTeamKeeps() {
  const { ticketId, ada, insider, restricted, department } = scene;
  await changeTicket(desk.desk, ada, { ticketId, tags: [canary.toLowerCase()] });
  await setPresence(desk.desk, insider, { ticketId, state: 'WRITING_NOTE', clientKey: '' });
  await createTrigger(desk.desk, 'COMMAND_LINE', {
    departmentId: department.id,
    name: canary,
    on: ['RATING_GIVEN'],
    actions: [{ kind: 'ADD_TAGS', values: [canary.toLowerCase()] }],
  });
  await changeMailTemplate(desk.desk, 'COMMAND_LINE', {
    departmentId: department.id,
    kind: 'STAFF_CHANGE',
    language: 'en',
    subject: canary,
    body: canary,
  });
  await changeTicketState(desk.desk, ticketId, {}, (state) => ({
    ticketId,
    expectSeq: state.seq,
    actorId: restricted.id,
    rating: { id: v7(), commentId: null, closureSeq: 1, score: 'BAD', remark: canary, clientKey: null },
    events: [{ type: 'rating.given', public: false, data: {} }],
  }));
}

/** A stranger's mail: internal, suspended beside it, with a canary in every field that the team alone reads. */
async function anInternalReply() {
  const { ticketId, mia, department, insider } = scene;
  const [commentId, inboundId, blob] = [v7(), v7(), `${canary}-blob`];
  await desk.desk.db
    .insertInto('blob')
    .values({ sha256: blob, size: 6, content: Buffer.from('secret') })
    .execute();
  const row = {
    id: inboundId,
    status: 'SUSPENDED',
    raw_sha256: blob,
    delivery_hash: canary,
    envelope_from: canary,
    envelope_to: [canary],
    subject: canary,
    from_address: canary,
    error: canary,
    department_id: department.id,
    ticket_id: ticketId,
  };
  await desk.desk.db
    .insertInto('inbound_message')
    .values(row as never)
    .execute();
  const check = { rule: 'outsider-identified', held: true, because: canary, facts: { author: canary } };
  await changeTicketState(desk.desk, ticketId, {}, (state) => ({
    ticketId,
    expectSeq: state.seq,
    actorId: mia.id,
    comment: {
      id: commentId,
      authorId: mia.id,
      visibility: 'INTERNAL',
      bodyText: canary,
      bodyHtml: `<p>${canary}</p>`,
      quotedText: canary,
      via: 'MAIL',
      decision: { outcome: 'INTERNAL', rule: check.rule, trace: [check], otherwise: canary, policyVersion: 1 },
      told: [
        {
          personId: insider.id,
          address: insider.address!,
          header: 'HIDDEN',
          as: 'FOLLOWER',
          mail: 'COMMENT',
          rule: 'told-follower',
          because: 'They follow.',
        },
      ],
      notCopied: [{ address: canary, reason: 'LIMIT', sentence: canary }],
      attachments: [{ sha256: blob, name: `${canary}.txt`, contentType: 'text/plain', size: 6, contentId: null }],
    },
    raiseWarnings: [{ id: v7(), commentId, kind: 'THIRD_PARTY_REPLY', message: canary }],
    events: [
      { type: 'comment.added', public: false, data: { commentId } },
      { type: 'warning.raised', public: false, data: {} },
    ],
  }));
  return { commentId, inboundId };
}

/** None of the canaries that are not theirs to see. */
function expectClean(text: string, who?: (typeof outsiders)[number]) {
  expect(text.toUpperCase()).not.toContain(canary.toUpperCase());
  if (who !== 'otherLight') expect(text.toUpperCase()).not.toContain(insiderName.toUpperCase());
}

async function everythingFor(viewer: Viewer | null): Promise<string[]> {
  const answers: string[] = [];
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const source = everythingBelow(schema, 'query', field, literals, 3);
    if (source === null) throw new Error(`${field.name} needs a value for one of its arguments.`);
    const answer = await graphql({ schema, source, contextValue: createContext(desk.desk, viewer, 'canary') });
    answers.push(JSON.stringify(answer));
  }
  return answers;
}

describe('what is the team’s alone', () => {
  it('is found by the team: the search itself works', async () => {
    const answers = await everythingFor(scene.ada);
    expect(answers.filter((answer) => answer.includes(canary)).length).toBeGreaterThan(5);
  });

  it('is nowhere once it is deleted, for the team neither', async () => {
    for (const who of [scene.ada, scene.insider, scene.rita]) {
      for (const answer of await everythingFor(who)) expect(answer).not.toContain(gone);
    }
    const slip = `{ node(id: ${literals.slip!}) { ... on Comment { bodyText revisions { bodyText } } } }`;
    expect(JSON.stringify(await desk.ask(scene.ada, slip))).toContain(`${canary} as it was`);
    for (const who of outsiders) expectClean(JSON.stringify(await desk.ask(people[who], slip)), who);
  });

  it.each(outsiders)('is in no answer that %s gets', async (who) => {
    for (const answer of await everythingFor(people[who])) expectClean(answer, who);
  });

  it('is in no frame of a customer’s subscription', () => {
    expect(frames).toHaveLength(2);
    for (const frame of frames) {
      expect(frame.events.length).toBeGreaterThan(5);
      expectClean(JSON.stringify(frame.payloads));
    }
  });

  it('is in no mail to anybody outside, and in one to the team', async () => {
    const staff = new Set([scene.ada, scene.lee, scene.insider].map((person) => person.address));
    const arrived = () => peer.received.map(({ to, mail }) => ({ to, text: JSON.stringify(mail) }));
    await expect
      .poll(() => arrived().filter(({ text }) => text.includes('The last word.')).length, { timeout: 15_000 })
      .toBe(4);
    const outside = arrived().filter(({ to }) => !to.some((address) => staff.has(address)));
    expect(outside.length).toBeGreaterThan(3);
    for (const { text } of outside) expectClean(text);
    expect(arrived().some(({ to, text }) => to.includes(scene.insider.address!) && text.includes(canary))).toBe(true);
  });

  it('is in no attachment that somebody outside can fetch', async () => {
    const { id } = await desk.desk.db.selectFrom('attachment').select('id').executeTakeFirstOrThrow();
    const fetched = async (viewer: Viewer | null) => {
      const headers: Record<string, string> = viewer ? { authorization: `Bearer ${await desk.tokenOf(viewer)}` } : {};
      return fetch(`${desk.baseUrl}/attachments/${globalId('Attachment', id)}`, { headers });
    };
    for (const who of outsiders) expect((await fetched(people[who])).status).toBe(404);
    const own = await fetched(scene.ada);
    expect(own.headers.get('content-security-policy')).toContain('sandbox');
    expect(await own.text()).toBe('secret');
  });

  it('is in no original of a mail that somebody outside can fetch', async () => {
    const mails = await desk.desk.db.selectFrom('inbound_message').select(['id', 'raw_sha256']).execute();
    const fetched = async (viewer: Viewer | null, id: string) => {
      const headers: Record<string, string> = viewer ? { authorization: `Bearer ${await desk.tokenOf(viewer)}` } : {};
      return fetch(`${desk.baseUrl}/originals/${globalId('InboundMessage', id)}`, { headers });
    };
    expect(mails.length).toBeGreaterThan(0);
    for (const { id } of mails) {
      for (const who of outsiders) expect((await fetched(people[who], id)).status).toBe(404);
      expect((await fetched(scene.ada, id)).status).toBe(200);
    }
  });

  it.each(outsiders)('is in no refusal that %s gets for trying to change it', async (who) => {
    const id = literals.ticketId!;
    const comment = literals['node.id']!;
    const tries = [
      `makeCommentInternal(input: {commentId: ${comment}}) { comment { bodyText } errors { message } }`,
      `editComment(input: {commentId: ${comment}, body: "x"}) { comment { bodyText revisions { bodyText } } errors { message } }`,
      `deleteComment(input: {commentId: ${comment}}) { comment { bodyText } ticket { followers { name } } errors { message } }`,
      `mergeTickets(input: {sourceId: ${id}, targetId: ${id}}) { ticket { followers { name } } notCopied { address } errors { message } }`,
      `addComment(input: {ticketId: ${id}, body: "x", visibility: INTERNAL}) { comment { bodyText } ticket { followers { name } } errors { message } }`,
      `changeTicket(input: {ticketId: ${id}, subject: "x"}) { ticket { assignee { name } } errors { message } }`,
      `followTicket(input: {ticketId: ${id}}) { ticket { followers { name } } errors { message } }`,
      `removeFollowers(input: {ticketId: ${id}, personIds: ["${globalId('Person', scene.insider.id)}"]}) { ticket { id } errors { message } }`,
      `replyToSideConversation(input: {sideConversationId: ${literals.sideConversationId!}, body: "x"}) { sideConversation { subject } errors { message } }`,
      `changeSideConversation(input: {sideConversationId: ${literals.sideConversationId!}, subject: "x"}) { sideConversation { subject } errors { message } }`,
      `recoverSuspendedMessage(input: {messageId: ${literals['inboundMessage.id']!}}) { message { subject } errors { message } }`,
    ];
    for (const text of tries) {
      const answer = JSON.stringify(await desk.ask(people[who], `mutation { ${text} }`));
      expectClean(answer, who);
      expect(answer, answer).toMatch(/NOT_FOUND|FORBIDDEN|UNAUTHENTICATED|"errors":\[\{/);
    }
  });
});
