import { sql, type Selectable } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import type { Tables } from '../../platform/database/database.ts';
import { startSweep, type Sweep } from '../../platform/jobs/sweep.ts';
import { rasterType, withImageSources } from '../../platform/mail/images.ts';
import { readBlob, SLICE } from '../../platform/storage/read-blob.ts';
import {
  openSmtpOut,
  type OutgoingMail,
  type SendResult,
  type SmtpOut,
} from '../../platform/mail/smtp-out/smtp-out.ts';
import { announceFailure } from './announce-failure.ts';
import { deskHost } from './message-headers.ts';

/** As long as mail servers try (RFC 5321, 4.5.4.1: at least 4 to 5 days). */
const GIVE_UP_AFTER_MS = 5 * 24 * 3600 * 1000;
/** Bytes of files that go with one mail: what most mail servers take, with room for their encoding. */
const FILES_UP_TO = 10_000_000;
/** Messages that one process hands over at once. One that takes its time holds up no other. */
const SHARE = { takers: 5, atOnce: 1 };

export type Delivery = { stop(): Promise<void> };

/** Registers the job that hands messages to the SMTP peer, and queues again what a crash left without its job. */
export async function startDelivery(desk: Desk): Promise<Delivery> {
  const smtp = desk.config.smtpUrl === undefined ? null : openSmtpOut(desk.config.smtpUrl, desk.config.dkimKeys);
  const running = new Set<Promise<void>>();
  let stopping = false;
  await desk.jobs.work('outbound.deliver', SHARE, async ({ outboundMessageId }) => {
    // A job that is taken while the process ends goes back to the queue; the message is as it was.
    if (stopping) throw new Error('This process is stopping.');
    const delivery = deliverMessage(desk, smtp, outboundMessageId);
    running.add(delivery);
    await delivery.finally(() => running.delete(delivery));
  });
  const sweep: Sweep = await startSweep(desk.jobs, desk.log, 'outbound.deliver', () => findQueued(desk));
  return {
    stop: async () => {
      stopping = true;
      await sweep.stop();
      await Promise.allSettled(running);
      smtp?.close();
    },
  };
}

/** SQL: the message `o` waits, and every batch before its own has been tried: a mail that is delayed holds up nobody. */
const isDue = sql<boolean>`o.status = 'QUEUED' and not exists (
  select from outbound_message b
  where b.event_id = o.event_id and b.batch < o.batch and b.status = 'QUEUED' and b.attempts = 0)`;

async function findQueued({ db }: Desk): Promise<{ outboundMessageId: string }[]> {
  const { rows } = await sql<{ outboundMessageId: string }>`
    select o.id as "outboundMessageId" from outbound_message o where ${isDue} order by o.id limit 500`.execute(db);
  return rows;
}

/**
 * A mail to many people goes out batch after batch, so that other people's mail is not held up behind it: what was the
 * last of its batch to be tried sends the next one on its way. Asked after the record is committed: the last one sees all.
 */
async function releaseNextBatch(desk: Desk, { eventId, batch }: { eventId: string; batch: number }): Promise<void> {
  const { rows } = await sql<{ outboundMessageId: string }>`
    select o.id as "outboundMessageId" from outbound_message o
    where o.event_id = ${eventId} and o.batch > ${batch} and o.attempts = 0 and ${isDue} order by o.id`.execute(
    desk.db,
  );
  if (rows.length === 0) return;
  await desk.jobs.sendAll('outbound.deliver', rows);
  desk.jobs.nudge('outbound.deliver');
}

/** What the peer has taken and could not be recorded so: the disk was full. This process does not send it again. */
const taken = new Map<string, 'SENT' | 'KEPT'>();

/**
 * Hands one message to the peer and records what became of it. Run again, it does nothing for a message that was
 * settled, and sends the very same one (the same Message-ID) when a crash came between the peer's answer and the record.
 *
 * @param smtp null: nothing is sent out; the message is kept in "Sent mail"
 * @throws when the peer asked for another try; the queue tries again, later each time
 */
export async function deliverMessage(desk: Desk, smtp: SmtpOut | null, id: string): Promise<void> {
  const row = await readQueued(desk, id);
  const before = taken.get(id);
  if (row !== undefined && before !== undefined) await settle(desk, id, before, null);
  taken.delete(id);
  if (row === undefined || before !== undefined) return;
  if (row.withdrawn) return fail(desk, row, 'Not sent: what it says was deleted or made internal meanwhile.');
  const result = smtp === null ? ({ state: 'KEPT' } as const) : await smtp.send(await mailOf(desk, row));
  if (result.state === 'SENT' || result.state === 'KEPT') {
    taken.set(id, result.state);
    await settle(desk, id, result.state, null);
    taken.delete(id);
    return;
  }
  if (result.state === 'REFUSED') return fail(desk, row, result.reason);
  const age = Date.now() - new Date(row.created_at).getTime();
  if (age > GIVE_UP_AFTER_MS) return fail(desk, row, `Given up after ${row.attempts + 1} tries: ${result.reason}`);
  await settle(desk, id, 'QUEUED', result.reason);
  throw new DeliveryDelayed(id, result);
}

/**
 * The message, if it waits. `withdrawn`: it tells of a comment that was deleted, or is a customer's copy of one that is
 * internal now; or holds one in its history. `byHand`: what one of the team has written to somebody outside, as a mail of
 * their own would say it; no program at the other end should take it for a machine's (RFC 3834, 5).
 */
async function readQueued({ db }: Desk, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select o.*, exists (
      select from comment c where c.ticket_id = o.ticket_id
        and (c.deleted_at is not null or (c.visibility = 'INTERNAL' and o.told ->> 'header' <> 'HIDDEN'))
        and case when o.told ->> 'mail' = 'HISTORY'
          then o.told -> 'holds' ? c.id::text
          else c.id = o.comment_id and o.told ->> 'mail' in ('COMMENT', 'CHANGE') end) as withdrawn,
      o.told ->> 'header' <> 'HIDDEN' and exists (
        select from comment c join person p on p.id = c.author_id
        where c.id = o.comment_id and o.told ->> 'mail' in ('COMMENT', 'HISTORY') and c.via <> 'SYSTEM' and p.role <> 'END_USER'
        union all
        select from side_message s join person p on p.id = s.author_id
        where s.id = o.side_message_id and p.role <> 'END_USER') as "byHand"
    from outbound_message o where o.id = ${id} and o.status = 'QUEUED'`.execute(db);
  return rows[0];
}

/** The peer wants another try. Its sentence stands on the message; the job's log only says which. */
class DeliveryDelayed extends Error {
  constructor(id: string, { state }: SendResult) {
    super(`Message ${id} was ${state.toLowerCase()} by the mail server; it is tried again.`);
    this.name = 'DeliveryDelayed';
  }
}

async function fail(desk: Desk, row: Row, reason: string): Promise<void> {
  if (await settle(desk, row.id, 'FAILED', reason))
    await announceFailure(desk, { id: row.id, ticketId: row.ticket_id });
}

/** Counts the attempt. False: somebody else had settled the message. */
async function settle(
  desk: Desk,
  id: string,
  status: 'QUEUED' | 'SENT' | 'KEPT' | 'FAILED',
  lastError: string | null,
): Promise<boolean> {
  const { rows } = await sql<{ eventId: string; batch: number; isFollowed: boolean }>`
    update outbound_message o set status = ${status}, last_error = ${lastError}, attempts = attempts + 1,
      sent_at = case when ${status} = 'SENT' then now() end
    where id = ${id} and status = 'QUEUED'
    returning event_id as "eventId", batch, exists (select from outbound_message b
      where b.event_id = o.event_id and b.batch > o.batch) as "isFollowed"`.execute(desk.db);
  const [settled] = rows;
  if (settled?.isFollowed) await releaseNextBatch(desk, settled);
  return settled !== undefined;
}

type Row = Selectable<Tables['outbound_message']> & { withdrawn: boolean; byHand: boolean };

async function mailOf(desk: Desk, row: Row): Promise<OutgoingMail> {
  const { headers } = row;
  const files = await readFiles(desk, row);
  return {
    // Bounces come back to the recipient's own signed address, and so name the ticket and the person.
    envelope: { from: headers.replyTo.address, to: row.address },
    ...headers,
    messageId: row.message_id,
    subject: row.subject,
    text: row.body_text,
    ...withImages(row.body_html, files, deskHost(desk.config)),
    date: new Date(row.created_at),
    headers: {
      ...(row.byHand ? {} : { 'Auto-Submitted': 'auto-generated' }),
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'X-Copydesk-Loop': deskHost(desk.config),
    },
  };
}

/** Images that stand in the HTML go with it as such; of one that does not come along, its words stand there. */
function withImages(
  bodyHtml: string,
  files: readonly AttachedFile[],
  host: string,
): Pick<OutgoingMail, 'html' | 'attachments'> {
  const cids = new Map<string, string>();
  const html = withImageSources(bodyHtml, (contentId) => {
    const image = files.find((file) => file.contentId === contentId && rasterType(file.contentType) !== null);
    if (!image) return null;
    // Senders' own ids may hold signs that mail programs read in different ways.
    cids.set(image.id, `${image.id}@${host}`);
    return `cid:${image.id}@${host}`;
  });
  const attachments = files.map(({ id, filename, contentType, content }) => {
    const cid = cids.get(id);
    return { filename, contentType, content, ...(cid === undefined ? {} : { cid }) };
  });
  return { html, attachments };
}

type AttachedFile = OutgoingMail['attachments'][number] & { id: string; contentId: string | null };

/** The files of the comment or side message that the mail begins with, as long as they fit; the text names them all. */
async function readFiles({ db }: Desk, row: Row): Promise<AttachedFile[]> {
  const { told, comment_id: commentId, side_message_id: sideMessageId } = row;
  if (!['COMMENT', 'HISTORY', 'SIDE'].includes(told.mail) || (commentId ?? sideMessageId) === null) return [];
  const owner = told.mail === 'SIDE' ? sql`a.side_message_id = ${sideMessageId}` : sql`a.comment_id = ${commentId}`;
  const { rows } = await sql<Omit<AttachedFile, 'content'> & { sha256: string; content: Buffer | null }>`
    select f.id, f.content_id as "contentId", f.name as filename, f.content_type as "contentType", f.sha256,
      case when b.size <= ${SLICE} then b.content end as content
    from (select a.*, sum(a.size) over (order by a.id) as so_far from attachment a where ${owner}) f
      join blob b on b.sha256 = f.sha256
    where f.so_far <= ${FILES_UP_TO} order by f.id`.execute(db);
  const files: AttachedFile[] = [];
  for (const { sha256, content, ...file } of rows) {
    const whole = content ?? (await readBlob(db, sha256));
    if (whole) files.push({ ...file, content: whole });
  }
  return files;
}
