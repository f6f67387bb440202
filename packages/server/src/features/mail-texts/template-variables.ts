import type { TicketStatus } from '@copydesk/rules';
import { Block } from '../../platform/mail/template.ts';
import { markup } from '../../platform/mail/html.ts';
import { isFooter, MAIL_KINDS, STAFF_KINDS, type MailKind, type MailWords } from './mail-kinds.ts';
import { entryHtml, entryText, earlierHtml, type LetterEntry } from './render-letter.ts';

/** What one mail says, made for its one recipient: nothing that they may not know is in it. */
export type LetterFacts = {
  number: number;
  title: string;
  status: TicketStatus;
  department: string;
  requester: string;
  ccs: readonly string[];
  assignee: string | null;
  /** The ticket in the console. */
  link: string;
  recipient: string;
  author: string;
  entry: LetterEntry | null;
  earlier: readonly LetterEntry[];
  change: string | null;
  reason: string | null;
  replyMessage: string;
  followerReplyType: string;
  /** Where to rate; null: no rating is asked for. */
  rating: { url: string; good: string; bad: string } | null;
};

type Row = {
  name: string;
  /** Said to the admin who writes the template. */
  sentence: string;
  in: (kind: MailKind) => boolean;
  value: (facts: LetterFacts, words: MailWords) => unknown;
};

const everywhere = () => true;
// An acknowledgement goes to whoever is named as the sender: it repeats nothing that they wrote.
const conversation = (kind: MailKind) => kind !== 'ACKNOWLEDGEMENT' && !isFooter(kind);
const staff = (kind: MailKind) => STAFF_KINDS.has(kind) && !isFooter(kind);
const rating = (kind: MailKind) => kind === 'REPLY' || kind === 'RATING';
const change = (kind: MailKind) => kind === 'TICKET_CHANGED' || kind === 'STAFF_CHANGE';

/** Every variable of the templates: where it may stand, and what it is. What is not here cannot be read. */
const ROWS: readonly Row[] = [
  { name: 'ticket.id', sentence: "The ticket's number.", in: everywhere, value: ({ number }) => number },
  { name: 'ticket.account', sentence: "The department's name.", in: everywhere, value: (facts) => facts.department },
  { name: 'department.name', sentence: "The department's name.", in: everywhere, value: (facts) => facts.department },
  { name: 'ticket.title', sentence: "The ticket's subject.", in: conversation, value: ({ title }) => title },
  {
    name: 'ticket.status',
    sentence: "The ticket's status, as a word.",
    in: conversation,
    value: ({ status }, words) => words.status[status],
  },
  {
    name: 'ticket.requester.name',
    sentence: 'The name of the requester.',
    in: conversation,
    value: ({ requester }) => requester,
  },
  {
    name: 'ticket.ccs',
    sentence: 'The CCs that the mail names, each with its name.',
    in: conversation,
    value: ({ ccs }) => ccs.map((name) => ({ name })),
  },
  {
    name: 'ticket.comments_formatted',
    sentence: 'The comment, and for a new CC what was said before, each with author, time and attachments.',
    in: conversation,
    value: commentsFormatted,
  },
  {
    name: 'ticket.latest_comment',
    sentence: 'The text of the comment alone.',
    in: conversation,
    value: ({ entry }) => entry?.text ?? null,
  },
  {
    name: 'ticket.comments',
    sentence: 'The same comments one by one: author.name, created_at_with_time, value, attachments.',
    in: conversation,
    value: ({ entry, earlier }) => [...(entry ? [entry] : []), ...earlier].map(asVariable),
  },
  {
    name: 'recipient.name',
    sentence: 'The name of whom it goes to.',
    in: conversation,
    value: (facts) => facts.recipient,
  },
  {
    name: 'author.name',
    sentence: 'Who wrote or changed it; to customers the department, for staff who only follow.',
    in: conversation,
    value: ({ author }) => author,
  },
  { name: 'change', sentence: 'What changed, as a sentence.', in: change, value: (facts) => facts.change },
  {
    name: 'rating_links',
    sentence: 'Links to rate, good and bad; nothing when no rating is asked for.',
    in: rating,
    value: ratingLinks,
  },
  {
    name: 'rating_url',
    sentence: 'The page to rate on; nothing when no rating is asked for.',
    in: rating,
    value: (facts) => facts.rating?.url ?? null,
  },
  {
    name: 'rating_good_url',
    sentence: 'The same page with the answer "good" chosen.',
    in: rating,
    value: (facts) => facts.rating?.good ?? null,
  },
  {
    name: 'rating_bad_url',
    sentence: 'The same page with the answer "bad" chosen.',
    in: rating,
    value: (facts) => facts.rating?.bad ?? null,
  },
  {
    name: 'ticket.assignee.name',
    sentence: 'The name of the assignee, if any.',
    in: staff,
    value: ({ assignee }) => assignee,
  },
  { name: 'ticket.link', sentence: "The ticket's address in the console.", in: staff, value: ({ link }) => link },
  {
    name: 'ticket.follower_reply_type_message',
    sentence: 'Whether a reply adds an internal note or a comment, and whom a comment would reach.',
    in: staff,
    value: (facts) => facts.followerReplyType,
  },
  {
    name: 'reason',
    sentence: 'Why they get it: they follow the ticket, or it is assigned to them.',
    in: (kind) => STAFF_KINDS.has(kind),
    value: (facts) => facts.reason,
  },
  {
    name: 'reply_message',
    sentence: 'Who will read an answer to this mail.',
    in: everywhere,
    value: ({ replyMessage }) => replyMessage,
  },
];

const rowsOf = new Map(MAIL_KINDS.map((kind) => [kind, ROWS.filter((row) => row.in(kind))]));

/** What the templates of a kind may use, with a sentence each. */
export function variablesOf(kind: MailKind): readonly { name: string; sentence: string }[] {
  return rowsOf.get(kind) ?? [];
}

/** The variables of one mail, as the template sees them: `ticket.title` is `{ ticket: { title } }`. */
export function valuesOf(kind: MailKind, facts: LetterFacts, words: MailWords): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, value } of rowsOf.get(kind) ?? []) {
    const path = name.split('.');
    const last = path.pop() ?? name;
    let parent = values;
    for (const part of path) parent = (parent[part] ??= {}) as Record<string, unknown>;
    parent[last] = value(facts, words);
  }
  return values;
}

/** One comment, with a form of its own. */
export function entryBlock(entry: LetterEntry, words: MailWords): Block {
  return new Block(entryText(entry, words), () => entryHtml(entry, words));
}

/** What many people are told is written once. */
const blocks = new WeakMap<LetterEntry, Block>();

function commentsFormatted({ entry, earlier }: LetterFacts, words: MailWords): Block | null {
  if (earlier.length > 0) return withEarlier(entry, earlier, words);
  if (!entry) return null;
  const block = blocks.get(entry) ?? new Block(entryText(entry, words), () => entryHtml(entry, words));
  blocks.set(entry, block);
  return block;
}

function withEarlier(entry: LetterEntry | null, earlier: readonly LetterEntry[], words: MailWords): Block {
  const texts = [
    ...(entry ? [entryText(entry, words)] : []),
    `${words.earlier}:`,
    ...earlier.map((one) => entryText(one, words)),
  ];
  return new Block(texts.join('\n\n'), () => markup`${entry && entryHtml(entry, words)}${earlierHtml(earlier, words)}`);
}

function ratingLinks({ rating: links }: LetterFacts, { rating: said }: MailWords): Block | null {
  if (!links) return null;
  return new Block(
    `${said.good}: ${links.good}\n${said.bad}: ${links.bad}`,
    () => markup`<p><a href="${links.good}">${said.good}</a> · <a href="${links.bad}">${said.bad}</a></p>\n`,
  );
}

function asVariable({ author, at, text, attachments }: LetterEntry) {
  return { author: { name: author }, created_at_with_time: at, value: text, attachments };
}
