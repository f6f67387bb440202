import { sql } from 'kysely';
import { may, type Party, type SideTold } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { renderHtml, renderText } from '../mail-texts/index.ts';
import { loadTicketStates, subjectOf, type TicketState } from '../tickets/index.ts';
import { readRecipients } from './conversation.reader.ts';
import { batches } from './mail-batches.ts';
import type { LoggedEvent } from './event-page.ts';
import { deskHost, messageIdOf, shownName, sideRootIdOf } from './message-headers.ts';
import type { MailHeaders, OutboundStatus } from './outbound-message.entity.ts';
import type { Recipient } from './plan-messages.ts';
import { replyAddressOf } from './reply-address.ts';
import { sideLetterOf } from './side-letter.ts';
import { issueSideTokens, readSideMessages, type SideMessageToTell, type SideThread } from './side-mail.reader.ts';

/** One mail about a message of a side conversation, or the reason why it is not written. */
export type PlannedSideMail = {
  event: LoggedEvent;
  message: SideMessageToTell;
  ticket: TicketState;
  told: SideTold;
  person: Recipient;
  /** A copy for the team: their own address in To, nobody else named. */
  hidden: boolean;
  notSent: string | null;
};

/** A row of `outbound_message` to be. */
type NewMail = {
  eventId: string;
  ticketId: string;
  sideMessageId: string;
  sideConversationId: string;
  personId: string;
  address: string;
  told: SideTold;
  status: OutboundStatus;
  headers: MailHeaders;
  subject: string;
  bodyText: string;
  bodyHtml: string;
  messageId: string;
  rootId: string;
  lastError: string | null;
};

type WrittenMail = { id: string; ticketId: string; status: OutboundStatus; batch: number };

/** Messages of side conversations, of all that was logged. */
const sideMessageIdsOf = (events: readonly LoggedEvent[]) =>
  events.flatMap(({ type, data }) =>
    type === 'side_conversation.changed' && data.sideMessageId ? [data.sideMessageId] : [],
  );

/**
 * Writes the mails of side conversations: one for each person whom the rules named. Whatever would lead from them to the
 * ticket (its signed addresses, its thread, its number) stays out of them. Six statements at most; none when there is nothing.
 */
export async function writeSideMails(
  trx: Transaction,
  desk: Desk,
  events: readonly LoggedEvent[],
): Promise<WrittenMail[]> {
  const ids = sideMessageIdsOf(events);
  if (ids.length === 0) return [];
  const messages = new Map((await readSideMessages(trx, ids)).map((message) => [message.id, message]));
  const ticketIds = [...new Set([...messages.values()].map(({ ticketId }) => ticketId))];
  const tickets = new Map((await loadTicketStates(trx, ticketIds)).map((ticket) => [ticket.id, ticket]));
  const named = [...messages.values()].flatMap(({ authorId, told }) => [authorId, ...told.map((one) => one.personId)]);
  const personIds = [...new Set(named.filter((id) => id !== null))];
  const { people: recipients } = await readRecipients(trx, personIds, []);
  const people = new Map(recipients.map((person) => [person.id, person]));
  const planned = events.flatMap((event): PlannedSideMail[] => {
    const message = messages.get(event.data.sideMessageId ?? '');
    const ticket = tickets.get(message?.ticketId ?? '');
    return message && ticket ? planMails(event, message, ticket, people) : [];
  });
  const pairs = planned
    .filter(({ notSent }) => notSent === null)
    .map(({ message, person }) => ({ sideConversationId: message.sideConversationId, personId: person.id }));
  const threads = await issueSideTokens(trx, pairs);
  const batchOf = batches();
  const mails = planned.map((mail) => mailOf(desk, mail, threads, people.get(mail.message.authorId ?? '') ?? null));
  return store(
    trx,
    mails.map((mail, at) => {
      const toSend = mail.status === 'FAILED' ? undefined : planned[at];
      return { ...mail, batch: toSend ? batchOf(toSend) : 1 };
    }),
  );
}

function planMails(
  event: LoggedEvent,
  message: SideMessageToTell,
  ticket: TicketState,
  people: ReadonlyMap<string, Recipient>,
): PlannedSideMail[] {
  return message.told.flatMap((told) => {
    const person = people.get(told.personId);
    if (!person) return [];
    const isTheirs = person.addresses.some(({ address }) => address === told.address);
    const address = isTheirs ? told.address : (person.addresses[0]?.address ?? told.address);
    const hidden = told.header === 'HIDDEN';
    const mail = { event, message, ticket, told: { ...told, address }, person, hidden, notSent: null };
    return [{ ...mail, notSent: whyNotSent(mail) }];
  });
}

/** Between the decision and the mail lies a moment in which people may have changed. Null: it is sent. */
function whyNotSent({ person, told, ticket, hidden }: PlannedSideMail): string | null {
  const name = person.name || told.address;
  if (person.state !== 'ACTIVE') return `Not sent: the contact ${name} is ${person.state.toLowerCase()}.`;
  const mailbox = person.addresses.find(({ address }) => address === told.address);
  if (mailbox === undefined) return `Not sent: ${name} has no address.`;
  if (mailbox.undeliverable) return `Not sent: earlier mail to ${told.address} came back.`;
  if (ticket.department.supportAddresses.length === 0) {
    return `Not sent: ${ticket.department.name} has no support address to write from. An admin can add one.`;
  }
  if (hidden && !may(person, 'side.read', { ticket: subjectOf(ticket) })) {
    return `Not sent: ${name} is no longer staff who see this ticket.`;
  }
  return null;
}

function mailOf(desk: Desk, mail: PlannedSideMail, threads: Map<string, SideThread>, author: Party | null): NewMail {
  const { message, ticket, person, told, event } = mail;
  const { sideConversationId } = message;
  const host = deskHost(desk.config);
  const identity = {
    eventId: event.lastId,
    ticketId: ticket.id,
    sideMessageId: message.id,
    sideConversationId,
    personId: person.id,
    address: told.address,
    told,
    messageId: messageIdOf(event.lastId, person.id, host),
    rootId: sideRootIdOf(sideConversationId, host),
  };
  const thread = threads.get(`${sideConversationId}:${person.id}`);
  if (mail.notSent !== null || !thread) return { ...identity, ...unsent(ticket, mail.notSent) };
  try {
    const ids = [...new Set([identity.rootId, ...message.received, ...thread.sent])];
    const headers = headersOf(mail, author, thread.token, ids);
    const letter = sideLetterOf(mail, author, headers);
    thread.sent.push(identity.messageId);
    const body = { subject: letter.subject, bodyText: renderText(letter), bodyHtml: renderHtml(letter) };
    const status = desk.config.smtpUrl === undefined ? 'KEPT' : 'QUEUED';
    return { ...identity, ...body, status, headers, lastError: null };
  } catch (error) {
    // One mail that cannot be written must not keep all those behind it from being sent.
    desk.log.error({ err: error, eventId: event.lastId, personId: person.id }, 'A mail could not be written.');
    return { ...identity, ...unsent(ticket, 'Not sent: the desk could not write this mail; its log says why.') };
  }
}

/** To and CC name those who stood there when it was written; a BCC stands in nobody's headers, not even in their own. */
function headersOf(
  { message, ticket, told, person, hidden }: PlannedSideMail,
  author: Party | null,
  token: string,
  ids: readonly string[],
): MailHeaders {
  const { name, supportAddresses } = ticket.department;
  const shown = shownName(author, ticket, hidden);
  const standing = (header: 'TO' | 'CC') =>
    message.recipients.filter((one) => one.header === header).map((one) => ({ name: one.name, address: one.address }));
  const from = supportAddresses[0] ?? '';
  return {
    from: { name: author && shown !== name ? `${shown} · ${name}` : name, address: from },
    to: hidden ? [{ name: person.name, address: told.address }] : standing('TO'),
    cc: hidden ? [] : standing('CC'),
    replyTo: { name, address: replyAddressOf(supportAddresses, token) ?? from },
    inReplyTo: ids.at(-1) ?? null,
    references: [...ids],
  };
}

/** What was not sent is recorded with its reason and without a word of the text. */
function unsent({ department: { name, supportAddresses } }: TicketState, lastError: string | null) {
  const from = { name, address: supportAddresses[0] ?? '' };
  const headers: MailHeaders = { from, to: [], cc: [], replyTo: from, inReplyTo: null, references: [] };
  return { status: 'FAILED' as const, headers, subject: '', bodyText: '', bodyHtml: '', lastError };
}

/** Mails and their places in the thread, in one statement. What stands there already stays as it is. */
async function store(trx: Transaction, mails: readonly (NewMail & { batch: number })[]): Promise<WrittenMail[]> {
  if (mails.length === 0) return [];
  const { rows } = await sql<WrittenMail>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) as r("eventId" bigint, "ticketId" uuid,
        "sideMessageId" uuid, "sideConversationId" uuid, "personId" uuid, address text, told jsonb, status text,
        headers jsonb, subject text, "bodyText" text, "bodyHtml" text, "messageId" text, "rootId" text,
        "lastError" text, batch int)),
    written as (
      insert into outbound_message (event_id, ticket_id, side_message_id, person_id, address, told, status, headers,
        subject, body_text, body_html, message_id, last_error, batch)
      select "eventId", "ticketId", "sideMessageId", "personId", address, told, status, headers, subject, "bodyText",
        "bodyHtml", "messageId", "lastError", batch from given
      on conflict (event_id, person_id) do nothing returning id, ticket_id, status, batch),
    referred as (
      insert into side_message_reference (message_id, side_conversation_id)
      select "messageId", "sideConversationId" from given where status <> 'FAILED'
      union select "rootId", "sideConversationId" from given where status <> 'FAILED'
      on conflict do nothing)
    select id, ticket_id as "ticketId", status, batch from written`.execute(trx);
  return rows;
}
