import { answeredKeysOf, referenceKeysOf } from '../src/features/inbound/route-message.ts';
import type { ParsedMail } from '../src/platform/mail/parse/parsed-mail.ts';
import { readMail } from '../src/platform/mail/parse/read-mail.ts';
import { expectedOf, mailOf, scoreOf, type ScoredSet } from './corpus.ts';

type Message = { file: string; message_id: string; parent: string | null };
type Thread = { messages: Message[] };
type Case = Message & { thread: number; mail: ParsedMail };

/** Do mails of one conversation come to one ticket, and others to others? Each arrives when its Date says. */
export async function scoreThreads(): Promise<ScoredSet> {
  const cases = (await Promise.all(['threads_mail_box', 'threads_mail_thread'].map(casesOf))).flat();
  const tickets = ticketsOf(
    cases.map(({ mail }) => mail),
    (mail) => answeredKeysOf(mail),
    (mail) => referenceKeysOf(mail),
  );
  const plain = ticketsOf(
    cases.map(({ mail }) => mail),
    (mail) => mail.inReplyTo,
    (mail) => [mail.messageId ?? ''],
  );
  const isRight = (found: readonly number[]) => (one: Case) => {
    const with_ = (other: Case) => found[cases.indexOf(one)] === found[cases.indexOf(other)];
    return cases.every((other) => with_(other) === (other.thread === one.thread));
  };
  return {
    set: 'threads',
    says: 'Mail::Box’s and Mail::Thread’s folders: each mail with exactly its own conversation',
    scores: [
      await scoreOf('Copydesk', cases, isRight(tickets)),
      await scoreOf('In-Reply-To alone', cases, isRight(plain)),
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

type Keys = (mail: ParsedMail) => readonly string[];

/** The number of the ticket that each mail would come to. */
function ticketsOf(mails: readonly ParsedMail[], answers: Keys, isKnownBy: Keys): number[] {
  const known = new Map<string, number>();
  let next = 0;
  return mails.map((mail) => {
    const found = answers(mail).find((key) => known.has(key));
    const ticket = found === undefined ? (next += 1) : (known.get(found) ?? 0);
    for (const key of isKnownBy(mail)) if (!known.has(key)) known.set(key, ticket);
    return ticket;
  });
}
