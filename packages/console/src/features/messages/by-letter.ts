import type { SentMailQuery } from '../../gql/graphql.ts';

export type SentMail = SentMailQuery['sentMail']['edges'][number]['node'];

/** What was written once, and went to several people: the mails of one reply stand together. */
export type Letter = { key: string; moment: string; number: number; subject: string; at: string; mails: SentMail[] };

/**
 * Groups mails, newest first, that were written for the same ticket at the same moment (to the second). Nobody gets the
 * same words twice: a second mail to somebody belongs to another comment.
 */
export function byLetter(mails: readonly SentMail[]): Letter[] {
  const letters: Letter[] = [];
  for (const mail of mails) {
    const { number, subject } = mail.ticket;
    const moment = `${number} ${mail.createdAt.slice(0, 19)}`;
    const last = letters.at(-1);
    const same = last?.moment === moment && !last.mails.some((other) => other.person.id === mail.person.id);
    if (same) last.mails.push(mail);
    else letters.push({ key: mail.id, moment, number, subject, at: mail.createdAt, mails: [mail] });
  }
  return letters;
}
