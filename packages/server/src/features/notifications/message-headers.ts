import { createHash } from 'node:crypto';
import { isStaff, visibleHeaders, type Party } from '@copydesk/rules';
import type { TicketState } from '../tickets/index.ts';
import type { MailHeaders } from './outbound-message.entity.ts';
import type { PlannedMessage } from './plan-messages.ts';

type Mailbox = MailHeaders['from'];

/** The host in the desk's own Message-IDs, and what `X-Copydesk-Loop` says. */
export function deskHost(config: { publicUrl: string }): string {
  return new URL(config.publicUrl).hostname;
}

/** One Message-ID for one event and one person: whoever sends it again, sends the same message. */
export function messageIdOf(eventId: string, personId: string, host: string): string {
  return `<${digest(`${eventId}:${personId}`)}@${host}>`;
}

/** What all mails of a ticket refer to first, so that mail programs keep them together. */
export function rootIdOf(ticketId: string, host: string): string {
  return `<ticket.${digest(ticketId)}@${host}>`;
}

/** The same for a side conversation: nothing in it leads to the ticket. */
export function sideRootIdOf(sideConversationId: string, host: string): string {
  return `<side.${digest(sideConversationId)}@${host}>`;
}

// Ids of people and of events are nobody else's business.
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * The visible headers (decision.md, table 4): a customer's copy names requester and CCs, whoever of them gets one; a
 * copy for staff names that one person. `replyTo` is the recipient's own signed address.
 */
export function headersOf(message: PlannedMessage, replyTo: string, ids: readonly string[]): MailHeaders {
  const { ticket, person, told } = message;
  const self: Mailbox = { name: person.name, address: told.address };
  // Who is asked to rate is asked alone: the links are theirs.
  const alone = message.hidden || told.mail === 'RATING';
  const { to, cc } = alone ? { to: [self], cc: [] } : customersHeaders(message);
  return {
    from: { name: senderName(message), address: ticket.department.supportAddresses[0] ?? '' },
    to,
    cc,
    replyTo: { name: ticket.department.name, address: replyTo },
    inReplyTo: ids.at(-1) ?? null,
    references: [...ids],
  };
}

function customersHeaders(message: PlannedMessage): { to: Mailbox[]; cc: Mailbox[] } {
  const { ticket, told } = message;
  // Names in an answer to somebody whom nothing proves would be theirs to choose: none of theirs is sent on.
  const mailbox = ({ name, address }: Party): Mailbox => ({
    name: told.mail === 'ACKNOWLEDGEMENT' ? '' : name,
    address: address ?? '',
  });
  const { to, cc } = visibleHeaders({ ...ticket, ccs: withoutLeftOut(message) }, ticket.department.policy);
  return { to: to.map(mailbox), cc: cc.map(mailbox) };
}

/** The ticket's CCs, but those whom the author left out of this one reply: with `cc.removeViaReplyEditor` off they stay CC. */
function withoutLeftOut({ ticket, event }: PlannedMessage): readonly Party[] {
  return ticket.ccs.filter((cc) => !event.data.leftOutIds?.includes(cc.id));
}

/** "Ada · Claims"; the department alone where nobody wrote, or somebody whom the recipient is not to know of. */
function senderName(message: PlannedMessage): string {
  const { ticket, comment, told } = message;
  const author = comment && told.mail !== 'ACKNOWLEDGEMENT' ? message.author : null;
  const name = author && shownName(author, ticket, message.hidden);
  return name && name !== ticket.department.name ? `${name} · ${ticket.department.name}` : ticket.department.name;
}

/** How an author is called. To customers, staff who take part only as followers are the department. */
export function shownName(author: Party | null, ticket: TicketState, toStaff: boolean): string {
  if (author === null) return ticket.department.name;
  return !toStaff && onlyFollows(author, ticket) ? ticket.department.name : author.name || ticket.department.name;
}

function onlyFollows(author: Party, ticket: TicketState): boolean {
  const others = [ticket.requester, ticket.assignee, ...ticket.ccs];
  return (
    isStaff(author) &&
    ticket.followers.some((follower) => follower.id === author.id) &&
    !others.some((person) => person?.id === author.id)
  );
}
