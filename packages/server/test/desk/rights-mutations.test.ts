import { isStaff, may, type Action, type Subject } from '@copydesk/rules';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { globalId, type GlobalType } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { aDeskOfRights, askAs, aTicketOfRights, VIEWERS, type RightsScene } from './rights-scene.ts';

let h: TestDesk;
let desk: Awaited<ReturnType<typeof aDeskOfRights>>;
const schema: GraphQLSchema = buildSchema(readSlices(), resolvers);

beforeAll(async () => {
  h = await testDesk();
  desk = await aDeskOfRights(h);
}, 60_000);
afterAll(() => h.close());

/** What a mutation needs: the action of the table of rights, and of whom the thing it names is known. */
type Row = {
  needs: Action;
  /** To whom it does not exist, it is NOT_FOUND; to the others FORBIDDEN. @default ticket.read */
  known?: Action | 'ANYBODY' | 'STAFF' | 'CUSTOMERS';
  subject?: (scene: RightsScene, viewer: Viewer) => Subject;
  /** Whoever does it changes what the others may: a ticket for each. */
  alone?: true;
  /** Of rights-scene's. @default usual */
  department?: string;
  input: (scene: RightsScene) => string;
};

const id = (type: GlobalType, uuid: string) => JSON.stringify(globalId(type, uuid));
const ticket = ({ ticketId }: RightsScene) => `ticketId: ${id('Ticket', ticketId)}`;
const person = (viewer: Viewer | null) => id('Person', viewer?.id ?? '');
const department = ({ departmentId }: RightsScene) => `departmentId: ${id('Department', departmentId)}`;
const comment = (commentId: string) => `commentId: ${id('Comment', commentId)}`;

const ofDepartment = (input: (scene: RightsScene) => string): Row => ({
  needs: 'department.configure',
  known: 'department.read',
  subject: ({ departmentId }) => ({ departmentId }),
  input: (scene) => `${department(scene)} ${input(scene)}`,
});
const ofTrigger = (input: string): Row => ({
  needs: 'department.configure',
  known: 'department.read',
  subject: ({ departmentId }) => ({ departmentId }),
  input: ({ triggerId }) => `triggerId: ${id('Trigger', triggerId)} ${input}`,
});
const ofComment = (which: 'noteId' | 'publicCommentId', needs: Action, more = ''): Row => ({
  needs,
  known: 'comment.read',
  subject: ({ people, subject }) => ({
    ticket: subject,
    comment: {
      visibility: which === 'noteId' ? 'INTERNAL' : 'PUBLIC',
      authorId: people[which === 'noteId' ? 'stranger' : 'admin']?.id ?? null,
    },
  }),
  input: (scene) => `${comment(scene[which])} ${more}`,
});
const ofMail: Row = {
  needs: 'mail.settle',
  known: 'mail.read',
  subject: ({ departmentId }) => ({ departmentId }),
  input: ({ suspendedId }) => `messageId: ${id('InboundMessage', suspendedId)}`,
};

const ofMailAccount = (input: Row['input']): Row => ({
  needs: 'desk.administer',
  known: 'ANYBODY',
  subject: () => ({}),
  input,
});

/** Whoever opens a ticket is its requester. */
const ofNewTicket = (needs: Action, visibility: string): Row => ({
  needs,
  subject: ({ subject }, { id: requesterId }) => ({
    ticket: { ...subject, requesterId, assigneeId: null, ccIds: [], followerIds: [] },
  }),
  input: (scene) => `${department(scene)} subject: "New" body: "Words" visibility: ${visibility}`,
});

/** Every mutation of the schema, some in several forms: "name: form". */
const ROWS: Readonly<Record<string, Row>> = {
  addCcs: { needs: 'cc.add', input: (s) => `${ticket(s)} people: [{id: ${person(s.people.stranger)}}]` },
  removeCcs: { needs: 'cc.change', input: (s) => `${ticket(s)} personIds: [${person(s.people.cc)}]` },
  restrictCc: {
    needs: 'cc.change',
    input: (s) => `${ticket(s)} personId: ${person(s.people.cc)} helpCenterAccess: false`,
  },
  addFollowers: { needs: 'follower.change', input: (s) => `${ticket(s)} personIds: [${person(s.people.agent)}]` },
  removeFollowers: {
    needs: 'follower.change',
    input: (s) => `${ticket(s)} personIds: [${person(s.people.followerElsewhere)}, ${person(s.people.admin)}]`,
  },
  followTicket: { needs: 'follow', input: ticket },
  unfollowTicket: { needs: 'follow', input: ticket },
  'addComment: public': { needs: 'comment.write_public', input: (s) => `${ticket(s)} body: "Hi" visibility: PUBLIC` },
  'addComment: note': {
    needs: 'comment.write_internal',
    input: (s) => `${ticket(s)} body: "Hi" visibility: INTERNAL`,
  },
  makeCommentInternal: ofComment('publicCommentId', 'comment.make_internal'),
  'editComment: public': ofComment('publicCommentId', 'comment.edit', 'body: "Other words"'),
  'editComment: note': ofComment('noteId', 'comment.edit', 'body: "Other words"'),
  'deleteComment: public': ofComment('publicCommentId', 'comment.delete'),
  'deleteComment: note': ofComment('noteId', 'comment.delete'),
  changeTicket: { needs: 'ticket.edit', input: (s) => `${ticket(s)} subject: "Other"` },
  'changeTicket: assignee': {
    needs: 'ticket.assign',
    alone: true,
    input: (s) => `${ticket(s)} assigneeId: ${person(s.people.agent)}`,
  },
  mergeTickets: {
    needs: 'ticket.edit',
    alone: true,
    input: (s) => `sourceId: ${id('Ticket', s.ticketId)} targetId: ${id('Ticket', s.otherTicketId)}`,
  },
  resolveWarning: {
    needs: 'warning.resolve',
    known: 'internal.read',
    input: (s) => `warningId: ${id('Warning', s.warningId)} action: DISMISS`,
  },
  startSideConversation: {
    needs: 'side.write',
    input: (s) => `${ticket(s)} subject: "Roofer" body: "When?" to: [{email: "roofer@elsewhere.test"}]`,
  },
  replyToSideConversation: {
    needs: 'side.write',
    known: 'side.read',
    input: (s) => `sideConversationId: ${id('SideConversation', s.sideConversationId)} body: "And?"`,
  },
  changeSideConversation: {
    needs: 'side.write',
    known: 'side.read',
    input: (s) => `sideConversationId: ${id('SideConversation', s.sideConversationId)} subject: "Other"`,
  },
  rateTicket: {
    needs: 'rating.give',
    department: 'customers rate every reply',
    input: (s) => `${ticket(s)} score: GOOD`,
  },
  saveDraft: { needs: 'ticket.read', input: (s) => `${ticket(s)} body: "So far" visibility: PUBLIC` },
  setPresence: { needs: 'follow', known: 'CUSTOMERS', input: (s) => `${ticket(s)} state: VIEWING` },
  recoverSuspendedMessage: ofMail,
  discardSuspendedMessage: ofMail,
  retryInboundMessage: { ...ofMail, needs: 'desk.administer' },
  createDepartment: {
    needs: 'department.configure',
    known: 'STAFF',
    subject: () => ({}),
    input: (s) => `name: "X ${s.ticketId.slice(-6)}"`,
  },
  changeDepartment: ofDepartment(() => 'name: "Other"'),
  applyPreset: ofDepartment(() => 'preset: ZENDESK'),
  addSupportAddress: ofDepartment((s) => `address: "new-${s.ticketId}@desk.example.com"`),
  removeSupportAddress: ofDepartment(() => 'address: "rights-0@desk.example.com"'),
  blockAddress: ofDepartment(() => 'address: "barred.example.com"'),
  unblockAddress: ofDepartment(() => 'address: "barred.example.com"'),
  changeMailTemplate: ofDepartment(() => 'kind: FOLLOWER language: en subject: "Hi" body: "Hello"'),
  resetMailTemplate: ofDepartment(() => 'kind: FOLLOWER language: en'),
  createTrigger: ofDepartment(() => 'name: "Sort" on: [TICKET_CREATED] actions: [{kind: ADD_TAGS, values: ["new"]}]'),
  changeTrigger: ofTrigger('name: "Other"'),
  deleteTrigger: ofTrigger(''),
  createMailAccount: ofMailAccount(
    (s) =>
      `name: "Support" host: "imap.example.com" username: "${s.ticketId}" password: "x"
       deliverTo: "rights-1@desk.example.com" enabled: false`,
  ),
  changeMailAccount: ofMailAccount((s) => `mailAccountId: ${id('MailAccount', s.mailAccountId)} name: "Other"`),
  deleteMailAccount: ofMailAccount((s) => `mailAccountId: ${id('MailAccount', s.mailAccountId)}`),
  createPerson: {
    needs: 'person.change',
    known: 'ANYBODY',
    subject: () => ({}),
    input: (s) => `name: "X" email: "x-${s.ticketId}@example.org" role: END_USER`,
  },
  changePerson: {
    needs: 'person.change',
    known: 'ANYBODY',
    subject: () => ({}),
    input: (s) => `personId: ${person(s.people.stranger)} name: "Other"`,
  },
  clearUndeliverable: {
    needs: 'address.clear',
    known: 'ANYBODY',
    subject: () => ({}),
    input: (s) => `address: "${s.people.stranger?.address ?? ''}"`,
  },
  'createTicket: public': ofNewTicket('comment.write_public', 'PUBLIC'),
  'createTicket: note': ofNewTicket('comment.write_internal', 'INTERNAL'),
};

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

it('has a row for every mutation, and for no other', () => {
  const names = new Set(Object.keys(ROWS).map((name) => name.split(':')[0]));
  expect([...names].toSorted()).toEqual(mutations.map(({ name }) => name).toSorted());
});

function knows(viewer: Viewer, { known = 'ticket.read' }: Row, subject: Subject): boolean {
  if (known === 'ANYBODY') return true;
  if (known === 'CUSTOMERS') return !isStaff(viewer) || may(viewer, 'ticket.read', subject);
  return known === 'STAFF' ? isStaff(viewer) : may(viewer, known, subject);
}

/** What the table says of somebody: the code of the refusal, or none. */
function expected(viewer: Viewer | null, row: Row, scene: RightsScene): string | null {
  if (viewer === null) return 'UNAUTHENTICATED';
  const subject = row.subject?.(scene, viewer) ?? { ticket: scene.subject };
  if (!knows(viewer, row, subject)) return 'NOT_FOUND';
  return may(viewer, row.needs, subject) ? null : 'FORBIDDEN';
}

async function codeOf(viewer: Viewer | null, name: string, input: string): Promise<string | null> {
  const field = name.split(':')[0]!;
  const answer = await askAs(h, schema, viewer, `mutation { ${field}(input: {${input}}) { errors { code message } } }`);
  const [error] = answer.errors ?? [];
  if (error) return (error.extensions['code'] as string | undefined) ?? error.message;
  const payload = answer.data?.[field] as { errors: { code: string; message: string }[] };
  const [refusal] = payload.errors;
  return refusal && ['FORBIDDEN', 'NOT_FOUND'].includes(refusal.code) ? refusal.code : null;
}

/** Everything that a mutation could have written, in one figure each. */
async function written() {
  const count = async (
    table: 'event' | 'comment' | 'person' | 'audit' | 'draft' | 'presence' | 'rating' | 'department' | 'mail_account',
  ) =>
    Number(
      (
        await h.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('rows'))
          .executeTakeFirstOrThrow()
      ).rows,
    );
  return Promise.all(
    (['event', 'comment', 'person', 'audit', 'draft', 'presence', 'rating', 'department', 'mail_account'] as const).map(
      count,
    ),
  );
}

describe('every mutation, for everybody', () => {
  it.each(Object.entries(ROWS))('%s', async (name, row) => {
    const kind = row.department ?? 'usual';
    const aScene = () => aTicketOfRights(h, desk.people, desk.departments.get(kind)!.id, kind);
    const scene = await aScene();
    const before = await written();
    const says = VIEWERS.map((viewer) => [viewer, expected(desk.people[viewer], row, scene)] as const);
    const refused = says.filter(([, code]) => code !== null);
    const answers: unknown[] = [];
    for (const [viewer] of refused) answers.push([viewer, await codeOf(desk.people[viewer], name, row.input(scene))]);
    expect(answers).toEqual(refused);
    expect(await written()).toEqual(before);
    for (const [viewer] of says.filter(([, code]) => code === null)) {
      const own = row.alone ? await aScene() : scene;
      expect([viewer, await codeOf(desk.people[viewer], name, row.input(own))]).toEqual([viewer, null]);
    }
  });
});
