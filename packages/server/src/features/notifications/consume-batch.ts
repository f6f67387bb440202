import { sql } from 'kysely';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Desk } from '../../platform/desk.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { issueRatingLinks } from '../ratings/index.ts';
import { loadTicketStates } from '../tickets/index.ts';
import {
  historyUpTo,
  readPublicHistory,
  readRecipients,
  readThreads,
  type HistoryComment,
} from './conversation.reader.ts';
import { notificationsCursor, readEventPage, type LoggedEvent } from './event-page.ts';
import { limitAcknowledgements } from './limit-acknowledgements.ts';
import { letterOf, type LetterSources } from './letter.ts';
import { headersOf, deskHost, messageIdOf, rootIdOf } from './message-headers.ts';
import type { MailHeaders, OutboundStatus, StoredTold } from './outbound-message.entity.ts';
import {
  fittingEvents,
  isToldOf,
  mergeChanges,
  ratingAskedIn,
  peopleOf,
  planMessages,
  type Known,
  type PlannedMessage,
} from './plan-messages.ts';
import { batches } from './mail-batches.ts';
import { renderHtml, renderText } from '../mail-texts/index.ts';
import { replyOutcomes } from './reply-outcome.ts';
import { issueReplyTokens, replyAddressOf } from './reply-address.ts';
import { writeSideMails } from './side-mails.ts';

/** What became of one batch. */
export type Batch = {
  /** Events read. */
  events: number;
  /** Perhaps there are more events to read. */
  more: boolean;
  /** Messages written, by what is to happen to them. */
  messages: WrittenMessage[];
};

/** `batch` counts from 1; absent is 1. */
export type WrittenMessage = { id: string; ticketId: string; status: OutboundStatus; batch?: number };

/** A row of `outbound_message` to be. */
type NewMessage = {
  eventId: string;
  ticketId: string;
  commentId: string | null;
  personId: string;
  address: string;
  told: object;
  status: OutboundStatus;
  headers: MailHeaders;
  subject: string;
  bodyText: string;
  bodyHtml: string;
  messageId: string;
  lastError: string | null;
  batch?: number;
  /** Canonical addresses that To and Cc named. */
  named: string[];
  rootId: string;
};

/**
 * Reads the next events of the log and writes their messages, jobs and the cursor, in one transaction. However many
 * events, tickets and people: ten statements, jobs and the transaction's own two among them, one more for
 * acknowledgements and six for side conversations. Null: another node has the turn.
 */
export function consumeBatch(desk: Desk): Promise<Batch | null> {
  return desk.db.transaction().execute(async (trx) => {
    if (!(await notificationsCursor.takeTurn(trx))) return null;
    const page = await readEventPage(trx, desk.epoch);
    const events = fittingEvents(page.events);
    const last = events.at(-1);
    if (last === undefined) return { events: 0, more: false, messages: [] };
    const written = await store(trx, last, await newMessages(trx, desk, mergeChanges(events).filter(isToldOf)));
    written.push(...(await writeSideMails(trx, desk, events)));
    // The batches behind the first are released one by one: see deliver-message.ts.
    const queued = written.filter(({ status, batch = 1 }) => status === 'QUEUED' && batch === 1);
    await desk.jobs.sendAll(
      'outbound.deliver',
      queued.map(({ id }) => ({ outboundMessageId: id })),
      trx,
    );
    return { events: events.length, more: page.full || events.length < page.events.length, messages: written };
  });
}

/** Milliseconds of writing between two turns: a long comment to forty people takes half a second. */
const IN_ONE_TURN = 20;

async function newMessages(trx: Transaction, desk: Desk, events: readonly LoggedEvent[]): Promise<NewMessage[]> {
  if (events.length === 0) return [];
  const ticketIds = [...new Set(events.map((event) => event.ticketId ?? ''))];
  const tickets = new Map((await loadTicketStates(trx, ticketIds)).map((ticket) => [ticket.id, ticket]));
  const departmentIds = [...new Set([...tickets.values()].map(({ department }) => department.id))];
  const { people, ownTexts } = await readRecipients(trx, peopleOf(events, tickets.values()), departmentIds);
  const known: Known = { tickets, people: new Map(people.map((person) => [person.id, person])) };
  const wanted = events.flatMap((event) => planMessages(event, known));
  const planned = await withRatingLinks(trx, desk, await limitAcknowledgements(trx, wanted));
  const toSend = planned.filter((message) => message.notSent === null);
  const pairs = toSend.map(({ ticket, person }) => ({ ticketId: ticket.id, personId: person.id }));
  const tokens = await issueReplyTokens(trx, pairs);
  const wantHistory = toSend.filter(({ told }) => told.mail === 'HISTORY').map(({ ticket }) => ticket.id);
  const history = await readPublicHistory(trx, [...new Set(wantHistory)]);
  const threads = await readThreads(trx, ticketIds, [...new Set(pairs.map((pair) => pair.personId))]);
  const host = deskHost(desk.config);
  const status: OutboundStatus = desk.config.smtpUrl === undefined ? 'KEPT' : 'QUEUED';
  const sources: LetterSources = {
    history,
    people: known.people,
    ownTexts,
    outcomeOf: replyOutcomes(),
    publicUrl: desk.config.publicUrl,
    onProblem: onceEach(desk),
  };

  const batchOf = batches();

  const write = (message: PlannedMessage): NewMessage => {
    const { ticket, person, event } = message;
    const key = `${ticket.id}:${person.id}`;
    const rootId = rootIdOf(ticket.id, host);
    const messageId = messageIdOf(event.lastId, person.id, host);
    const identity = { ...identityOf(message), messageId, rootId };
    const replyTo = replyAddressOf(ticket.department.supportAddresses, tokens.get(key) ?? '');
    if (message.notSent !== null || replyTo === null) return { ...identity, ...unsent(message, message.notSent) };
    const sent = threads.sent.get(key) ?? [];
    try {
      const thread = threadOf(message, rootId, threads.received.get(ticket.id) ?? [], sent);
      const headers = headersOf(message, replyTo, thread);
      const body = bodyOf(message, headers, sources);
      const told = withWhatItHolds(message, history);
      const written = { ...identity, told, status, headers, ...body, batch: batchOf(message) };
      threads.sent.set(key, [...sent, messageId]);
      return written;
    } catch (error) {
      // One mail that cannot be written must not keep all those behind it from being sent.
      desk.log.error({ err: error, eventId: event.lastId, personId: person.id }, 'A mail could not be written.');
      return { ...identity, ...unsent(message, 'Not sent: the desk could not write this mail; its log says why.') };
    }
  };
  const messages: NewMessage[] = [];
  let began = performance.now();
  for (const message of planned) {
    messages.push(write(message));
    if (performance.now() - began < IN_ONE_TURN) continue;
    await nextTurn();
    began = performance.now();
  }
  return messages;
}

/** Whoever a mail asks to rate something finds their own links in it. */
async function withRatingLinks(
  trx: Transaction,
  desk: Desk,
  planned: readonly PlannedMessage[],
): Promise<readonly PlannedMessage[]> {
  const asked = planned.map(ratingAskedIn);
  const links = await issueRatingLinks(
    trx,
    desk.config,
    asked.filter((one) => one !== null),
  );
  let next = 0;
  return planned.map((message, place) => (asked[place] ? { ...message, rating: links[next++] ?? null } : message));
}

/** A department's own text that fails would fail for every recipient: the log says it once a batch. */
function onceEach(desk: Desk): LetterSources['onProblem'] {
  const said = new Set<string>();
  return ({ kind, language, field, error }) => {
    const key = `${kind} ${language} ${field} ${error.message}`;
    if (said.has(key)) return;
    said.add(key);
    desk.log.warn({ kind, language, field, reason: error.message }, "A mail's own text failed; the desk's stood in.");
  };
}

function bodyOf(message: PlannedMessage, headers: MailHeaders, sources: LetterSources) {
  const letter = letterOf(message, headers, sources);
  return {
    subject: letter.subject,
    bodyText: renderText(letter),
    bodyHtml: renderHtml(letter),
    lastError: null,
    named: [...headers.to, ...headers.cc].map(({ address }) => address),
  };
}

/** A mail with a history names its comments: it is not sent once one of them was deleted or made internal. */
function withWhatItHolds({ told, ticket, event }: PlannedMessage, history: readonly HistoryComment[]): StoredTold {
  if (told.mail !== 'HISTORY') return told;
  return { ...told, holds: historyUpTo(history, ticket.id, event).map(({ id }) => id) };
}

function identityOf({ event, ticket, comment, person, told }: PlannedMessage) {
  return {
    eventId: event.lastId,
    ticketId: ticket.id,
    commentId: (comment ?? event.comment)?.id ?? null,
    personId: person.id,
    address: told.address,
    told,
  };
}

/** What was not sent is recorded with its reason and without a word of the text. */
function unsent({ ticket }: PlannedMessage, lastError: string | null) {
  const { name, supportAddresses } = ticket.department;
  const from = { name, address: supportAddresses[0] ?? '' };
  const headers: MailHeaders = { from, to: [], cc: [], replyTo: from, inReplyTo: null, references: [] };
  const nothing = { subject: '', bodyText: '', bodyHtml: '', named: [] };
  return { status: 'FAILED' as const, headers, ...nothing, lastError };
}

/**
 * References: the ticket's own root, mails that became public comments, what this person was sent before; last the mail
 * that is answered, if one caused this.
 */
function threadOf(
  { comment }: PlannedMessage,
  rootId: string,
  received: readonly string[],
  sent: readonly string[],
): string[] {
  const answered = comment?.visibility === 'PUBLIC' && comment.messageId !== null ? [comment.messageId] : [];
  const before = [rootId, ...received, ...sent].filter((id) => !answered.includes(id));
  return [...new Set([...before, ...answered])];
}

/** Characters of the bodies that are handed to PostgreSQL in one statement, unless a single one is longer. */
const STORED_AT_ONCE = 500_000;

/** Messages and the cursor: in one statement, or a few where they are long. */
async function store(trx: Transaction, last: LoggedEvent, messages: readonly NewMessage[]): Promise<WrittenMessage[]> {
  if (messages.length === 0) {
    await notificationsCursor.advance(last).execute(trx);
    return [];
  }
  const written: WrittenMessage[] = [];
  let part: NewMessage[] = [];
  let length = 0;
  for (const message of messages) {
    part.push(message);
    length += message.bodyText.length + message.bodyHtml.length;
    if (length < STORED_AT_ONCE && message !== messages.at(-1)) continue;
    written.push(...(await storeSome(trx, last, part)));
    [part, length] = [[], 0];
  }
  return written;
}

/** Messages, their places in the thread and the cursor, in one statement. What stands there already stays as it is. */
async function storeSome(
  trx: Transaction,
  last: LoggedEvent,
  messages: readonly NewMessage[],
): Promise<WrittenMessage[]> {
  const { rows } = await sql<WrittenMessage>`
    with moved as (${notificationsCursor.advance(last)}),
    given as (
      select * from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as r("eventId" bigint, "ticketId" uuid,
        "commentId" uuid, "personId" uuid, address text, told jsonb, status text, headers jsonb, subject text,
        "bodyText" text, "bodyHtml" text, "messageId" text, "lastError" text, batch int, named text[], "rootId" text)),
    written as (
      insert into outbound_message (event_id, ticket_id, comment_id, person_id, address, told, status, headers, subject,
        body_text, body_html, message_id, last_error, batch)
      select "eventId", "ticketId", "commentId", "personId", address, told, status, headers, subject, "bodyText",
        "bodyHtml", "messageId", "lastError", coalesce(batch, 1) from given
      on conflict (event_id, person_id) do nothing returning id, ticket_id, status, batch),
    referred as (
      insert into message_reference (message_id, ticket_id, named)
      select "messageId", "ticketId", named from given where status <> 'FAILED'
      union all select distinct "rootId", "ticketId", '{}'::text[] from given where status <> 'FAILED'
      on conflict do nothing)
    select id, ticket_id as "ticketId", status, batch from written`.execute(trx);
  return rows;
}
