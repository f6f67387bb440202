import type { Party } from '@copydesk/rules';
import type { HistoryComment } from './conversation.reader.ts';
import type { CommentToTell } from './event-page.ts';
import { shownName } from './message-headers.ts';
import type { MailHeaders } from './outbound-message.entity.ts';
import type { PlannedMessage } from './plan-messages.ts';
import { replyOutcomeOf } from './reply-outcome.ts';

/** What a mail says, before it has a form: `render-letter.ts` makes text and HTML of it. */
export type Letter = {
  subject: string;
  department: string;
  /** Above everything else; null for what customers may read as well. */
  banner: string | null;
  /** What it is, where no comment says so. */
  lead: string | null;
  entry: LetterEntry | null;
  earlier: LetterEntry[];
  footer: string[];
};

export type LetterEntry = {
  author: string;
  at: string;
  text: string;
  html: string | null;
  /** "roof.jpg (120 kB)" */
  attachments: string[];
};

/** Beyond so many characters a comment is cut, and its HTML left out: one may have hundreds of recipients. */
const LONGEST = 100_000;

/** What the letters of a batch are written from, beside the message itself. */
export type LetterSources = {
  /** Public comments of the ticket, oldest first. */
  history: readonly HistoryComment[];
  people: ReadonlyMap<string, Party>;
};

const WORDS: Readonly<Record<string, string>> = {
  NEW: 'New',
  OPEN: 'Open',
  ANSWERED: 'Answered',
  ON_HOLD: 'On hold',
  SOLVED: 'Solved',
  CLOSED: 'Closed',
};

/** All texts of the desk's mails. */
export function letterOf(message: PlannedMessage, headers: MailHeaders, sources: LetterSources): Letter {
  const { ticket, told, comment, hidden } = message;
  const internal = comment?.visibility === 'INTERNAL';
  return {
    subject: told.mail === 'ACKNOWLEDGEMENT' ? `[#${ticket.number}] We have received your message` : subjectOf(message),
    department: ticket.department.name,
    banner: internal ? 'Internal note: only the team reads this.' : null,
    lead: leadOf(message, sources),
    entry: told.mail === 'ACKNOWLEDGEMENT' || !comment ? null : entryOf(comment, message),
    earlier: told.mail === 'HISTORY' && !hidden ? earlierOf(message, sources.history) : [],
    footer: footerOf(message, headers),
  };
}

/** The same for every mail of a ticket, so that mail programs keep them together. */
function subjectOf({ ticket }: PlannedMessage): string {
  return `[#${ticket.number}] ${ticket.subject.replaceAll(/\s+/gu, ' ').trim()}`;
}

function leadOf(message: PlannedMessage, { people }: LetterSources): string | null {
  const { told, event, ticket, hidden } = message;
  const team = ticket.department.name;
  switch (told.mail) {
    case 'COMMENT':
      return null;
    case 'ACKNOWLEDGEMENT':
      return (
        `Thank you for writing to ${team}. Your message has reached us as request #${ticket.number}, ` +
        'and somebody will answer you here.'
      );
    case 'HISTORY':
      return `You have been copied on this conversation with ${team}. From now on you get its replies.`;
    case 'RATING':
      return `Your request #${ticket.number} has been solved. How did we do?`;
    case 'CHANGE':
      if (event.type !== 'comment.made_internal') return changeOf(message, people);
      return hidden
        ? `${shownName(message.author, ticket, true)} made a public comment internal. Customers no longer see it.`
        : `${team} has withdrawn an earlier message of this conversation.`;
    default:
      return told.mail satisfies never;
  }
}

/** "Ada set the status from New to Open and assigned the ticket to Ben." For staff alone. */
function changeOf({ event, author, ticket }: PlannedMessage, people: ReadonlyMap<string, Party>): string {
  const { status, assignee } = event.data.changed ?? {};
  const nameOf = (id: string) => people.get(id)?.name ?? 'somebody else';
  const parts = [
    status?.to ? `set the status from ${WORDS[status.from ?? ''] ?? 'none'} to ${WORDS[status.to] ?? status.to}` : '',
    assignee?.to ? `assigned the ticket to ${nameOf(assignee.to)}` : '',
    assignee && !assignee.to ? 'took the assignee off the ticket' : '',
  ];
  return `${author ? shownName(author, ticket, true) : 'The desk'} ${parts.filter(Boolean).join(' and ')}.`;
}

type Written = Pick<CommentToTell, 'bodyText' | 'bodyHtml' | 'createdAt' | 'attachments'>;

function entryOf(comment: Written, message: PlannedMessage, author: Party | null = message.author): LetterEntry {
  const { bodyText, bodyHtml } = comment;
  const long = bodyText.length > LONGEST || (bodyHtml ?? '').length > 2 * LONGEST;
  return {
    author: shownName(author, message.ticket, message.hidden),
    at: momentOf(comment.createdAt),
    text:
      bodyText.length > LONGEST
        ? `${bodyText.slice(0, LONGEST)}…\n\n(The message is longer: ask us for the rest.)`
        : bodyText,
    html: long ? null : bodyHtml,
    attachments: comment.attachments.map(({ name, size }) => `${name} (${sizeOf(size)})`),
  };
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Newest first, without the comment that the mail begins with; nothing where new CCs start with what comes next. */
function earlierOf(message: PlannedMessage, history: readonly HistoryComment[]): LetterEntry[] {
  if (!message.ticket.department.policy.cc.fullPublicHistoryForNewCc) return [];
  let room = 2 * LONGEST;
  return history
    .filter(({ id, ticketId }) => ticketId === message.ticket.id && id !== message.comment?.id)
    .toReversed()
    .map((comment) => entryOf(comment, message, comment.author))
    .filter(({ text }) => (room -= text.length) >= 0);
}

const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

function momentOf(at: string): string {
  return `${moments.format(new Date(at))} UTC`;
}

/** Why they get it, and who reads what they answer. */
function footerOf(message: PlannedMessage, headers: MailHeaders): string[] {
  if (message.told.mail === 'ACKNOWLEDGEMENT') return ['To add something, reply to this mail.'];
  const { reply, replyAll, others } = replyOutcomeOf(message, headers);
  return message.hidden ? [whyStaff(message), staffReply(message, reply)] : [customersReply(reply, replyAll, others)];
}

function whyStaff({ told }: PlannedMessage): string {
  if (told.as === 'FOLLOWER') return 'You follow this ticket; customers do not see that.';
  return told.as === 'ASSIGNEE' ? 'This ticket is assigned to you.' : 'You take part in this ticket.';
}

function staffReply({ ticket }: PlannedMessage, reply: string): string {
  if (reply !== 'PUBLIC') return 'Your reply adds an internal note: it goes to the team only.';
  const names = [ticket.requester, ...ticket.ccs].map((person) => person.name || person.address || '');
  const command = ticket.department.policy.mailapi.enabled ? ' Begin it with #note to keep it internal.' : '';
  return `Careful: your reply becomes a public reply, which reaches ${listOf(names)}.${command}`;
}

function customersReply(reply: string, replyAll: string, others: readonly string[]): string {
  if (others.length === 0) return 'Your reply reaches the team.';
  const all = `A reply to all reaches ${listOf([...others, 'the team'])}.`;
  return reply !== 'PUBLIC' && replyAll === 'PUBLIC'
    ? `${all} A reply to the desk alone is read by the team only.`
    : all;
}

const lists = new Intl.ListFormat('en', { type: 'conjunction' });

function listOf(names: readonly string[]): string {
  return lists.format(names);
}
