import type { KnownReference } from '../src/features/inbound/read-routing.ts';
import { findTicket, mentionedKeysOf, referenceKeysOf } from '../src/features/inbound/route-message.ts';
import type { ParsedMail } from '../src/platform/mail/parse/parsed-mail.ts';
import { readMail } from '../src/platform/mail/parse/read-mail.ts';
import { expectedOf, mailOf, scoreOf, type ScoredSet } from './corpus.ts';

type Message = { file: string; message_id: string; parent: string | null };
type Thread = { messages: Message[] };
type Case = Message & { thread: number; mail: ParsedMail };

/** Do mails of one conversation come to one ticket, and others to others? Each arrives when its Date says. */
export async function scoreThreads(): Promise<ScoredSet> {
  const cases = (await Promise.all(['threads_mail_box', 'threads_mail_thread'].map(casesOf))).flat();
  const mails = cases.map(({ mail }) => mail);
  const isRight = (found: readonly number[]) => (one: Case) => {
    const with_ = (other: Case) => found[cases.indexOf(one)] === found[cases.indexOf(other)];
    return cases.every((other) => with_(other) === (other.thread === one.thread));
  };
  return {
    set: 'threads',
    says: 'Mail::Box’s and Mail::Thread’s folders: each mail with exactly its own conversation; no library of npm threads mail',
    scores: [
      await scoreOf('Copydesk', cases, isRight(ticketsOf(mails, () => true))),
      await scoreOf('Copydesk, strangers kept apart', cases, isRight(ticketsOf(mails, takesPart))),
      await scoreOf('In-Reply-To alone', cases, isRight(byInReplyTo(mails))),
      { reader: 'Mail::Thread (made the list)', right: cases.length, of: cases.length, misses: [] },
    ],
  };
}

async function casesOf(name: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [place, { messages }] of expectedOf<Thread>(name).entries()) {
    for (const message of messages) {
      const read = await readMail(messageOf(message.file));
      if (!read.ok) throw new Error(`${message.file}: ${read.cause}`);
      cases.push({ ...message, thread: place + (name === 'threads_mail_box' ? 0 : 1_000), mail: read.mail });
    }
  }
  return cases.toSorted((one, other) => Date.parse(one.mail.date ?? '') - Date.parse(other.mail.date ?? ''));
}

/** `folder#11`: the twelfth message of a folder whose messages begin with a "From " line. */
function messageOf(file: string): Buffer {
  const [folder = '', place = '0'] = file.split('#');
  const messages = mailOf(folder)
    .toString('latin1')
    .split(/^(?=From \S+.*\d{4}\r?$)/mu)
    .filter((text) => text.trim() !== '');
  const message = messages[Number(place)] ?? '';
  return Buffer.from(message.slice(message.indexOf('\n') + 1), 'latin1');
}

/** Who a ticket knows: authors, and whom they put into Cc. */
type Known = { references: KnownReference[]; people: Map<string, Set<string>> };

const takesPart = (mail: ParsedMail, ticketId: string, { people }: Known) =>
  people.get(ticketId)?.has(mail.from[0]?.address ?? '') === true;

/**
 * The number of the ticket that each mail would come to, by the desk's own search. `joins`: is a mail that only speaks of
 * the same messages as a ticket does let in there?
 */
function ticketsOf(mails: readonly ParsedMail[], joins: (mail: ParsedMail, ticketId: string, known: Known) => boolean) {
  const known: Known = { references: [], people: new Map() };
  const routing = { departments: [], replyAddresses: [], numbered: [], references: known.references } as never;
  return mails.map((mail, place) => {
    const match = findTicket(mail, null, routing, ['IN_REPLY_TO', 'REFERENCES', 'THREAD_INDEX']);
    const found = match && (!match.forParticipants || joins(mail, match.ticketId, known)) ? match.ticketId : null;
    const ticketId = found ?? `${place}`;
    const remember = (messageId: string, named: string[] | null) =>
      // The newest first, as the desk reads them.
      known.references.unshift({ messageId, ticketId, sideConversationId: null, named });
    for (const id of mentionedKeysOf(mail)) remember(id, null);
    for (const id of referenceKeysOf(mail)) remember(id, []);
    const people = known.people.get(ticketId) ?? new Set();
    for (const { address } of [...mail.from, ...mail.cc]) people.add(address);
    known.people.set(ticketId, people);
    return Number(ticketId);
  });
}

function byInReplyTo(mails: readonly ParsedMail[]): number[] {
  const known = new Map<string, number>();
  return mails.map((mail, place) => {
    const answered = mail.inReplyTo.find((id) => known.has(id));
    const ticket = answered === undefined ? place : (known.get(answered) ?? place);
    if (mail.messageId !== null && !known.has(mail.messageId)) known.set(mail.messageId, ticket);
    return ticket;
  });
}
