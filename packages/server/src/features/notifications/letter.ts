import { isStaff, type Party, type Told } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';
import { historyUpTo, type HistoryComment } from './conversation.reader.ts';
import type { CommentToTell } from './event-page.ts';
import {
  type MailKind,
  type MailWords,
  type OwnTexts,
  type Letter,
  type LetterEntry,
  type LetterFacts,
  WORDS,
  writeLetter,
  type TextProblem,
} from '../mail-texts/index.ts';
import { shownName } from './message-headers.ts';
import type { MailHeaders } from './outbound-message.entity.ts';
import type { PlannedMessage } from './plan-messages.ts';
import type { ReplyOutcome } from './reply-outcome.ts';

/** Beyond so many characters a comment is cut, and its HTML left out: one may have hundreds of recipients. */
export const LONGEST = 100_000;

/** What the letters of a batch are written from, beside the message itself. */
export type LetterSources = {
  /** Public comments of the ticket, oldest first. */
  history: readonly HistoryComment[];
  people: ReadonlyMap<string, Party>;
  /** Departments' own texts, by department. */
  ownTexts: ReadonlyMap<string, OwnTexts>;
  outcomeOf: (message: PlannedMessage, headers: MailHeaders) => ReplyOutcome;
  publicUrl: string;
  /** A text of somebody's own that could not be used; the desk's own stood in for it. */
  onProblem: (problem: TextProblem) => void;
};

/** What a message says, in its recipient's language and by the department's own texts where it has any. */
export function letterOf(message: PlannedMessage, headers: MailHeaders, sources: LetterSources): Letter {
  const { ticket, told, comment } = message;
  const language = languageOf(message);
  const words = WORDS[language];
  return writeLetter(
    {
      kind: kindOf(message),
      language,
      banner: comment?.visibility === 'INTERNAL' ? bannerOf(comment, words) : null,
      facts: factsOf(message, headers, sources, words),
    },
    {
      given: told.template ?? null,
      own: sources.ownTexts.get(ticket.department.id) ?? {},
      policy: ticket.department.policy,
    },
    sources.onProblem,
  );
}

/** Only the team reads internal comments; it is told as well when the sender is not who they seem to be. */
function bannerOf({ flags }: CommentToTell, { internalNote, doubts }: MailWords): string {
  const doubted = (['UNVERIFIED_SENDER', 'THIRD_PARTY'] as const).find((flag) => flags.includes(flag));
  return doubted ? `${internalNote} ${doubts[doubted]}` : internalNote;
}

/** The recipient's own language, else their department's. */
export function languageOf({ person, ticket }: PlannedMessage): Language {
  return person.language ?? ticket.department.language;
}

/** Which of the texts a message is written by. */
export function kindOf({ told, hidden, event }: PlannedMessage): MailKind {
  switch (told.mail) {
    case 'COMMENT':
      return hidden ? (told.as === 'FOLLOWER' ? 'FOLLOWER' : 'STAFF_COMMENT') : 'REPLY';
    case 'ACKNOWLEDGEMENT':
      return 'ACKNOWLEDGEMENT';
    case 'HISTORY':
      return hidden ? 'STAFF_COMMENT' : 'NEW_CC';
    case 'CHANGE':
      if (hidden) return 'STAFF_CHANGE';
      if (/(?:deleted|made_internal)$/u.test(event.type)) return 'COMMENT_WITHDRAWN';
      return event.type.endsWith('edited') ? 'COMMENT_EDITED' : 'TICKET_CHANGED';
    case 'RATING':
      return 'RATING';
    default:
      return told.mail satisfies never;
  }
}

function factsOf(message: PlannedMessage, headers: MailHeaders, sources: LetterSources, words: MailWords): LetterFacts {
  const { ticket, told, comment, hidden, person } = message;
  const named = hidden ? ticket.ccs : headers.cc;
  const outcome = sources.outcomeOf(message, headers);
  return {
    number: ticket.number,
    title: ticket.subject.replaceAll(/\s+/gu, ' ').trim(),
    status: ticket.status,
    department: ticket.department.name,
    requester: ticket.requester.name || (ticket.requester.address ?? ''),
    ccs: named.map(({ name, address }) => name || (address ?? '')),
    assignee: hidden ? (ticket.assignee?.name ?? null) : null,
    link: hidden ? new URL(`/tickets/${ticket.number}`, sources.publicUrl).href : '',
    recipient: person.name || told.address,
    author: shownName(message.author, ticket, hidden),
    entry: told.mail === 'ACKNOWLEDGEMENT' || !comment ? null : entryOf(withFilesSent(comment, told), message, words),
    earlier: told.mail === 'HISTORY' && !hidden ? earlierOf(message, sources.history, words) : [],
    change: told.mail === 'CHANGE' ? changeOf(message, sources.people, words) : null,
    reason: hidden ? reasonOf(message, words) : null,
    replyMessage: replyMessageOf(message, outcome, words),
    followerReplyType: hidden ? followerReplyTypeOf(message, outcome, words) : '',
    rating: hidden ? null : message.rating,
  };
}

/** To staff who did what; to customers only what the ticket's status is now. */
function changeOf(message: PlannedMessage, people: ReadonlyMap<string, Party>, words: MailWords): string | null {
  const { event, ticket, author, hidden } = message;
  const { change } = words;
  const { status, assignee } = event.data.changed ?? {};
  if (!hidden) return status?.to ? change.statusIs(words.status[ticket.status]) : null;
  const who = author ? calledBy(shownName(author, ticket, true), author, words) : words.desk;
  const score = event.data.changed?.['score']?.to;
  if (score === 'GOOD' || score === 'BAD') return change.rated[score](who);
  if (!status?.to && !assignee) return (change.byEvent[event.type] ?? change.other)(who);
  const named = assignee?.to ? people.get(assignee.to)?.name : undefined;
  return change.ticket(who, {
    status: status?.to ? { from: wordOf(status.from, words), to: wordOf(status.to, words) ?? ticket.status } : null,
    assignee: assignee ? { to: assignee.to ? (named ? words.colleague(named) : words.somebody) : null } : null,
  });
}

function calledBy(name: string, person: Party, words: MailWords): string {
  return isStaff(person) ? words.colleague(name) : words.customer(name);
}

function wordOf(status: string | null | undefined, { status: known }: MailWords) {
  return (Object.keys(known) as (keyof typeof known)[]).find((one) => one === status) ?? null;
}

/** The files went with the comment's first mail, not with that of its change. */
function withFilesSent(comment: CommentToTell, { mail }: Told): CommentToTell {
  return mail === 'CHANGE' ? { ...comment, attachments: [] } : comment;
}

type Written = Pick<CommentToTell, 'bodyText' | 'bodyHtml' | 'createdAt' | 'attachments'>;

/** What many people are told is written once for all who read the same language and the same name above it. */
const entries = new WeakMap<Written, Map<string, LetterEntry>>();

function entryOf(
  comment: Written,
  message: PlannedMessage,
  words: MailWords,
  author: Party | null = message.author,
): LetterEntry {
  const name = shownName(author, message.ticket, message.hidden);
  const known = entries.get(comment) ?? new Map<string, LetterEntry>();
  entries.set(comment, known);
  const key = `${words.locale} ${name}`;
  const entry = known.get(key) ?? newEntry(comment, name, words);
  known.set(key, entry);
  return entry;
}

function newEntry(comment: Written, author: string, words: MailWords): LetterEntry {
  const { bodyText, bodyHtml } = comment;
  const long = bodyText.length > LONGEST || (bodyHtml ?? '').length > 2 * LONGEST;
  return {
    author,
    at: momentOf(comment.createdAt, words),
    text: bodyText.length > LONGEST ? `${bodyText.slice(0, LONGEST)}…\n\n${words.longer}` : bodyText,
    html: long ? null : bodyHtml,
    attachments: comment.attachments.map(({ name, size }) => `${name} (${sizeOf(size, words)})`),
  };
}

/** Newest first, without the comment that the mail begins with; nothing where new CCs start with what comes next. */
function earlierOf(message: PlannedMessage, history: readonly HistoryComment[], words: MailWords): LetterEntry[] {
  if (!message.ticket.department.policy.cc.fullPublicHistoryForNewCc) return [];
  let room = 2 * LONGEST;
  return historyUpTo(history, message.ticket.id, message.event)
    .filter(({ id }) => id !== message.comment?.id)
    .toReversed()
    .map((comment) => entryOf(comment, message, words, comment.author))
    .filter(({ text }) => (room -= text.length) >= 0);
}

function reasonOf({ told }: PlannedMessage, { reason }: MailWords): string {
  if (told.as === 'FOLLOWER') return reason.follower;
  return told.as === 'ASSIGNEE' ? reason.assignee : reason.other;
}

/** Who reads what they answer. */
function replyMessageOf(message: PlannedMessage, outcome: ReplyOutcome, words: MailWords): string {
  const { reply } = words;
  if (message.told.mail === 'ACKNOWLEDGEMENT') return reply.acknowledgement;
  if (message.hidden) return outcome.reply === 'PUBLIC' ? carefulOf(message, words) : reply.internal;
  if (outcome.others.length === 0) return reply.team;
  const all = reply.all(listOf([...outcome.others.map(words.customer), words.team], words));
  if (outcome.replyAll !== 'PUBLIC') return all;
  return `${all}${outcome.reply === 'PUBLIC' ? reply.deskAloneToo : reply.deskAlone}`;
}

function followerReplyTypeOf(message: PlannedMessage, outcome: ReplyOutcome, words: MailWords): string {
  const { followerInternal, followerPublic } = words.reply;
  return outcome.reply === 'PUBLIC' ? `${followerPublic} ${carefulOf(message, words)}` : followerInternal;
}

function carefulOf({ ticket }: PlannedMessage, words: MailWords): string {
  const names = [ticket.requester, ...ticket.ccs].map((person) => words.customer(person.name || person.address || ''));
  const command = ticket.department.policy.mailapi.enabled ? words.reply.noteCommand : '';
  return `${words.reply.careful(listOf(names, words))}${command}`;
}

type Formats = { moment: Intl.DateTimeFormat; list: Intl.ListFormat; kB: Intl.NumberFormat; MB: Intl.NumberFormat };

const formats = new Map<string, Formats>();

function formatsOf({ locale }: MailWords): Formats {
  const known = formats.get(locale);
  if (known) return known;
  const made: Formats = {
    moment: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    kB: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    MB: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  };
  formats.set(locale, made);
  return made;
}

export function momentOf(at: string, words: MailWords): string {
  return `${formatsOf(words).moment.format(new Date(at))} UTC`;
}

export function listOf(names: readonly string[], words: MailWords): string {
  return formatsOf(words).list.format(names);
}

export function sizeOf(bytes: number, words: MailWords): string {
  const { kB, MB } = formatsOf(words);
  return bytes < 1_000_000
    ? `${kB.format(Math.max(1, Math.round(bytes / 1_000)))} kB`
    : `${MB.format(bytes / 1_000_000)} MB`;
}
