import { may, type Party } from '@copydesk/rules';
import { entryBlock, WORDS, type Letter, type LetterEntry, type MailWords } from '../mail-texts/index.ts';
import { subjectOf } from '../tickets/index.ts';
import { listOf, LONGEST, momentOf, sizeOf } from './letter.ts';
import { shownName } from './message-headers.ts';
import type { MailHeaders } from './outbound-message.entity.ts';
import type { PlannedSideMail } from './side-mails.ts';
import { SIDE_WORDS, type SideWords } from './side-words.ts';

/** What one person's mail of a side conversation says. To people outside nothing in it leads to the ticket. */
export function sideLetterOf(mail: PlannedSideMail, author: Party | null, headers: MailHeaders): Letter {
  const { message, ticket, hidden, person } = mail;
  const language = person.language ?? ticket.department.language;
  const words = WORDS[language];
  const side = SIDE_WORDS[language];
  const block = entryBlock(entryOf(mail, author, words), words);
  const footer = hidden
    ? [reasonOf(mail, words, side), teamsReply(mail, words, side)]
    : [participantsReply(mail, headers, words)];
  return {
    language,
    subject: hidden ? side.subject(message.subject) : `${message.isAnswer ? 'Re: ' : ''}${message.subject}`,
    banner: null,
    body: hidden ? [side.lead(message.subject, ticket.number), '\n\n', block] : [block],
    footer: [[...footer, ticket.department.name].join('\n')],
  };
}

function entryOf({ message, ticket, hidden }: PlannedSideMail, author: Party | null, words: MailWords): LetterEntry {
  const { bodyText, bodyHtml } = message;
  const long = bodyText.length > LONGEST || (bodyHtml ?? '').length > 2 * LONGEST;
  return {
    author: shownName(author, ticket, hidden),
    at: momentOf(message.createdAt, words),
    text: bodyText.length > LONGEST ? `${bodyText.slice(0, LONGEST)}…\n\n${words.longer}` : bodyText,
    html: long ? null : bodyHtml,
    attachments: message.attachments.map(({ name, size }) => `${name} (${sizeOf(size, words)})`),
  };
}

/** The same to everybody outside: a BCC is not told that they are one (seeds/001). */
function participantsReply({ told }: PlannedSideMail, { to, cc }: MailHeaders, words: MailWords): string {
  const others = [...to, ...cc].filter(({ address }) => address !== told.address);
  if (others.length === 0) return words.reply.team;
  const names = others.map(({ name, address }) => words.customer(name || address));
  return words.reply.all(listOf([...names, words.team], words));
}

function reasonOf({ told }: PlannedSideMail, { reason }: MailWords, { started }: SideWords): string {
  if (told.rule === 'told-side-starter') return started;
  return told.rule === 'told-side-assignee' ? reason.assignee : reason.follower;
}

/** As the rules will judge it: see `side-staff` and `side-reply`. */
function teamsReply(
  { person, ticket, message }: PlannedSideMail,
  { reply }: MailWords,
  { careful }: SideWords,
): string {
  const goesOut =
    !message.participantIds.includes(person.id) && may(person, 'side.write', { ticket: subjectOf(ticket) });
  return goesOut ? careful : reply.team;
}
