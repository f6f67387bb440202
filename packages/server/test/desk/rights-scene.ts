import { openTo, PRESET_POLICIES, type DepartmentPolicy, type SubjectTicket } from '@copydesk/rules';
import { graphql, type GraphQLSchema } from 'graphql';
import { v7 } from 'uuid';
import { addComment } from '../../src/features/comments/index.ts';
import { addCcs, addFollowers, restrictCc } from '../../src/features/copies/index.ts';
import { createMailAccount } from '../../src/features/mail-accounts/index.ts';
import { startSideConversation } from '../../src/features/side-conversations/index.ts';
import { changeTicket, changeTicketState, createTicket } from '../../src/features/tickets/index.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { createContext } from '../../src/platform/graphql/context.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aDepartment, aPerson } from '../support/people.ts';

/** Everybody the matrix asks about: each role in each relation to the ticket and to its department. */
export const VIEWERS = [
  'admin',
  'agent',
  'lightAgent',
  'agentElsewhere',
  'lightElsewhere',
  'assigneeElsewhere',
  'ccElsewhere',
  'followerElsewhere',
  'lightFollowerElsewhere',
  'requester',
  'cc',
  'restrictedCc',
  'stranger',
  'suspendedAgent',
  'nobody',
] as const;
export type ViewerName = (typeof VIEWERS)[number];
export type People = Record<ViewerName, Viewer | null>;

/** What departments differ in, as far as it matters to who may do what. */
export const DEPARTMENTS: Readonly<Record<string, (policy: DepartmentPolicy) => void>> = {
  usual: (policy) => Object.assign(policy.cc, { blocklist: 'barred.example.com' }),
  'CCs see nothing': (policy) => Object.assign(policy.cc, { portalAccess: false }),
  'CCs are off': (policy) => Object.assign(policy.cc, { enabled: false }),
  'no help center': (policy) => Object.assign(policy.helpCenter, { enabled: false }),
  'agents who ask see no notes': (policy) => Object.assign(policy.privacy, { agentAsRequester: 'HIDE_ALL' }),
  'customers rate every reply': (policy) => {
    Object.assign(policy.rating, { requester: 'BOTH' });
    Object.assign(policy.cc, { mayRate: 'BOTH' });
  },
};

export type RightsScene = {
  people: People;
  departmentId: string;
  ticketId: string;
  /** The ticket as the table of rights looks at it. */
  subject: SubjectTicket;
  /** The requester's own words, and a reply of the team. */
  firstCommentId: string;
  publicCommentId: string;
  noteId: string;
  warningId: string;
  sideConversationId: string;
  suspendedId: string;
  mailAccountId: string;
  /** A trigger of the department, and another ticket of it. */
  triggerId: string;
  otherTicketId: string;
};

export async function everybody(desk: Desk, departmentIds: string[], elsewhereId: string): Promise<People> {
  const agent = (name: string, of: string[], role: 'AGENT' | 'LIGHT_AGENT' = 'AGENT') =>
    aPerson(desk, { name, role, departmentIds: of });
  return {
    admin: await aPerson(desk, { name: 'Amy', role: 'ADMIN' }),
    agent: await agent('Ada', departmentIds),
    lightAgent: await agent('Lee', departmentIds, 'LIGHT_AGENT'),
    agentElsewhere: await agent('Otto', [elsewhereId]),
    lightElsewhere: await agent('Lou', [elsewhereId], 'LIGHT_AGENT'),
    assigneeElsewhere: await agent('Asa', [elsewhereId]),
    ccElsewhere: await agent('Ola', [elsewhereId]),
    followerElsewhere: await agent('Fay', [elsewhereId]),
    lightFollowerElsewhere: await agent('Lif', [elsewhereId], 'LIGHT_AGENT'),
    requester: await aPerson(desk, { name: 'Rita' }),
    cc: await aPerson(desk, { name: 'Carl' }),
    restrictedCc: await aPerson(desk, { name: 'Rex' }),
    stranger: await aPerson(desk, { name: 'Mia' }),
    suspendedAgent: await aPerson(desk, { name: 'Sue', role: 'AGENT', state: 'SUSPENDED', departmentIds }),
    nobody: null,
  };
}

/** One desk with a department of each kind, and everybody of the matrix. */
export async function aDeskOfRights(desk: Desk) {
  const departments = new Map<string, { id: string; slug: string }>();
  for (const [at, kind] of Object.keys(DEPARTMENTS).entries())
    departments.set(kind, await aDepartment(desk, { slug: `rights-${at}` }));
  const elsewhere = await aDepartment(desk, { slug: 'elsewhere' });
  const ids = [...departments.values()].map(({ id }) => id);
  return { departments, elsewhere, people: await everybody(desk, ids, elsewhere.id) };
}

/**
 * A ticket to which everybody stands as their name says, with something of everything that is the team's alone. The
 * policy is the department's from its end on.
 */
export async function aTicketOfRights(
  desk: Desk,
  people: People,
  departmentId: string,
  kind = 'usual',
  asks: ViewerName = 'requester',
): Promise<RightsScene> {
  const {
    admin,
    assigneeElsewhere,
    ccElsewhere,
    followerElsewhere,
    lightFollowerElsewhere,
    cc,
    restrictedCc,
    stranger,
  } = people as Record<ViewerName, Viewer>;
  await setPolicy(desk, departmentId, 'usual');
  const requester = people[asks]!;
  const { ticketId, commentId } = await createTicket(desk, requester, {
    departmentId,
    subject: 'Roof',
    body: 'It leaks.',
  });
  const ccIds = [cc, restrictedCc, ccElsewhere].filter(({ id }) => id !== requester.id).map(({ id }) => id);
  await addCcs(desk, admin, { ticketId, people: ccIds.map((id) => ({ id })) });
  await restrictCc(desk, admin, { ticketId, personId: restrictedCc.id, helpCenterAccess: false });
  const followerIds = [followerElsewhere.id, lightFollowerElsewhere.id];
  await addFollowers(desk, admin, { ticketId, personIds: followerIds });
  await desk.db.updateTable('ticket').set({ assignee_id: assigneeElsewhere.id }).where('id', '=', ticketId).execute();
  const noteId = v7();
  const warningId = v7();
  const { commentId: replyId } = await addComment(desk, admin, {
    ticketId,
    visibility: 'PUBLIC',
    body: 'We look at it.',
  });
  await changeTicketState(desk, ticketId, {}, (state) => ({
    ticketId,
    expectSeq: state.seq,
    actorId: stranger.id,
    comment: {
      id: noteId,
      authorId: stranger.id,
      visibility: 'INTERNAL',
      bodyText: 'From outside.',
      bodyHtml: null,
      quotedText: null,
      via: 'MAIL',
      decision: null,
      told: [],
      notCopied: [],
      attachments: [],
    },
    raiseWarnings: [{ id: warningId, commentId: noteId, kind: 'THIRD_PARTY_REPLY', message: 'A third party.' }],
    events: [
      { type: 'comment.added', public: false, data: { commentId: noteId } },
      { type: 'warning.raised', public: false, data: { warningId } },
    ],
  }));
  await changeTicket(desk, admin, { ticketId, priority: 'HIGH', tags: ['roof'] });
  const { sideConversationId } = await startSideConversation(desk, admin, {
    ticketId,
    subject: 'Roofer',
    body: 'Can you come?',
    to: [{ email: 'roofer@elsewhere.test' }],
    cc: [],
    bcc: [],
  });
  const suspendedId = await aSuspendedMail(desk, departmentId);
  const other = await createTicket(desk, requester, { departmentId, subject: 'Cellar', body: 'Water again.' });
  await desk.db
    .updateTable('ticket')
    .set({ assignee_id: assigneeElsewhere.id })
    .where('id', '=', other.ticketId)
    .execute();
  const { triggers } = await desk.db
    .selectFrom('department')
    .select('triggers')
    .where('id', '=', departmentId)
    .executeTakeFirstOrThrow();
  const policy = await setPolicy(desk, departmentId, kind);
  return {
    people,
    departmentId,
    ticketId,
    publicCommentId: replyId,
    firstCommentId: commentId!,
    noteId,
    warningId,
    sideConversationId,
    suspendedId,
    mailAccountId: await aMailAccount(desk, ticketId),
    triggerId: (triggers as unknown as { id: string }[])[0]!.id,
    otherTicketId: other.ticketId,
    subject: {
      departmentId,
      requesterId: requester.id,
      assigneeId: assigneeElsewhere.id,
      ccIds,
      followerIds,
      restrictedIds: [restrictedCc.id],
      ...openTo(policy),
    },
  };
}

async function setPolicy(desk: Desk, id: string, kind: string): Promise<DepartmentPolicy> {
  const policy = structuredClone(PRESET_POLICIES.COPYDESK);
  DEPARTMENTS[kind]?.(policy);
  await desk.db
    .updateTable('department')
    .set({ policy: JSON.stringify(policy) } as never)
    .where('id', '=', id)
    .execute();
  return policy;
}

async function aSuspendedMail(desk: Desk, departmentId: string): Promise<string> {
  const id = v7();
  await desk.db
    .insertInto('inbound_message')
    .values({
      id,
      status: 'SUSPENDED',
      raw_sha256: null,
      delivery_hash: id,
      envelope_from: 'x@elsewhere.test',
      envelope_to: ['x@desk.test'],
      subject: 'Hello',
      from_address: 'x@elsewhere.test',
      error: null,
      department_id: departmentId,
    } as never)
    .execute();
  return id;
}

async function aMailAccount(desk: Desk, username: string): Promise<string> {
  return createMailAccount(desk, 'COMMAND_LINE', {
    name: 'Rights',
    host: 'imap.rights.example.com',
    username,
    password: 'x',
    deliverTo: 'rights-1@desk.example.com',
    enabled: false,
  });
}

/** Asks as somebody, in the server's own schema and without the limits of its doors. */
export async function askAs(desk: Desk, schema: GraphQLSchema, viewer: Viewer | null, source: string) {
  return graphql({ schema, source, contextValue: createContext(desk, viewer, 'rights') });
}
