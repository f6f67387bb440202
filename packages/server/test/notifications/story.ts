import { setTimeout as pause } from 'node:timers/promises';
import { whoIsToldOf, type DepartmentPolicy, type Told } from '@copydesk/rules';
import { sql, type RawBuilder } from 'kysely';
import { v7 } from 'uuid';
import { addComment } from '../../src/features/comments/index.ts';
import { consumeBatch, deliverMessage, type Batch } from '../../src/features/notifications/index.ts';
import { changeTicketState, createTicket, type NewComment } from '../../src/features/tickets/index.ts';
import type { SmtpOut } from '../../src/platform/mail/smtp-out/smtp-out.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import type { TestDesk } from '../support/test-desk.ts';

/** A ticket of Rita's with Carl as CC, Ada as assignee and Fiona, an agent, as follower: all have been told of it. */
export async function aStory(desk: TestDesk, policy?: (policy: DepartmentPolicy) => void) {
  const department = await aDepartment(desk, { slug: `claims-${v7().slice(-8)}`, policy });
  const departmentIds = [department.id];
  const ada = await aPerson(desk, { name: 'Ada', role: 'AGENT', departmentIds });
  const fiona = await aPerson(desk, { name: 'Fiona Hidden', role: 'AGENT', departmentIds });
  const rita = await aPerson(desk, { name: 'Rita' });
  const carl = await aPerson(desk, { name: 'Carl' });
  const { ticketId } = await createTicket(desk, ada, {
    departmentId: department.id,
    subject: 'Roof claim',
    body: 'Your roof claim has arrived.',
    visibility: 'PUBLIC',
    requester: { id: rita.id },
    ccs: [{ id: carl.id }],
    followerIds: [fiona.id],
    assigneeId: ada.id,
  });
  return { department, ticketId, ada, fiona, rita, carl };
}

/** Reads the log to its end, however long transactions of other databases hold the readers back. */
export async function consumeAll(desk: TestDesk): Promise<Batch['messages']> {
  const messages: Batch['messages'] = [];
  for (;;) {
    const batch = await consumeBatch(desk);
    messages.push(...(batch?.messages ?? []));
    const isBehind = await holds(
      desk,
      sql`exists (select from event e, event_consumer k
    where (e.epoch, e.xid, e.id) > (k.epoch, k.xid, k.last_id))`,
    );
    if (!isBehind) return messages;
    // Whoever asks without a break keeps those from ending whom it waits for.
    if ((batch?.events ?? 0) === 0) await pause(5);
  }
}

async function holds({ db }: TestDesk, condition: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`select ${condition} as holds`.execute(db);
  return rows[0]!.holds;
}

/** Runs the delivery jobs that were sent so far, each once. */
export async function deliverAll(desk: TestDesk, smtp: SmtpOut | null): Promise<void> {
  const jobs = desk.sent.splice(0).filter((job) => job.kind === 'outbound.deliver');
  for (const { payload } of jobs) {
    await deliverMessage(desk, smtp, (payload as { outboundMessageId: string }).outboundMessageId);
  }
}

export async function reply(desk: TestDesk, author: Viewer, ticketId: string, body: string, more: object = {}) {
  const { commentId } = await addComment(desk, author, { ticketId, body, visibility: 'PUBLIC', ...more });
  return commentId;
}

export async function note(desk: TestDesk, author: Viewer, ticketId: string, body: string) {
  const { commentId } = await addComment(desk, author, { ticketId, body, visibility: 'INTERNAL' });
  return commentId;
}

/** What inbound mail would write: a comment by mail, told by the rules. */
export async function mailed(
  desk: TestDesk,
  author: Viewer,
  ticketId: string,
  body: string,
  more: {
    visibility?: 'PUBLIC' | 'INTERNAL';
    recipients?: string[];
    told?: Told[];
    messageId?: string;
    attachments?: NewComment['attachments'];
  } = {},
) {
  const visibility = more.visibility ?? 'PUBLIC';
  const commentId = v7();
  const inboundMessageId = more.messageId ? await anInboundMessage(desk, more.messageId) : null;
  await changeTicketState(desk, ticketId, {}, (state) => ({
    ticketId,
    expectSeq: state.seq,
    actorId: author.id,
    comment: {
      id: commentId,
      authorId: author.id,
      visibility,
      bodyText: body,
      via: 'MAIL',
      inboundMessageId,
      attachments: more.attachments,
      told:
        more.told ??
        whoIsToldOf({
          kind: 'COMMENT_ADDED',
          visibility,
          via: 'MAIL',
          author,
          actsAs: 'CUSTOMER',
          confidence: 'PROVEN',
          mailRecipients: more.recipients ?? [],
          writesOutside: 'NOT_RECIPIENTS',
          ticket: state,
          policy: state.department.policy,
          triggers: state.department.triggers,
          newCcIds: [],
        }).told,
    },
    events: [{ type: 'comment.added', public: visibility === 'PUBLIC', data: { commentId } }],
  }));
  return commentId;
}

async function anInboundMessage(desk: TestDesk, messageId: string): Promise<string> {
  const id = v7();
  const sha256 = v7();
  await desk.db
    .insertInto('blob')
    .values({ sha256, size: 1, content: Buffer.from('x') })
    .execute();
  await desk.db
    .insertInto('inbound_message')
    .values({
      id,
      raw_sha256: sha256,
      delivery_hash: v7(),
      envelope_from: 'x@example.com',
      envelope_to: [],
      message_id: messageId,
    })
    .execute();
  return id;
}
