import type { SentMailQuery } from '../../gql/graphql.ts';

export type SentMail = SentMailQuery['sentMail']['edges'][number]['node'];

/** What was written once, and went to several people: the mails of one reply stand together. */
export type Letter = { key: string; number: number; subject: string; at: string; mails: SentMail[] };

/** Groups mails, newest first, that were written for the same ticket at the same moment (to the second). */
export function byLetter(mails: readonly SentMail[]): Letter[] {
  const letters: Letter[] = [];
  for (const mail of mails) {
    const { number, subject } = mail.ticket;
    const key = `${number} ${mail.createdAt.slice(0, 19)}`;
    const last = letters.at(-1);
    if (last?.key === key) last.mails.push(mail);
    else letters.push({ key, number, subject, at: mail.createdAt, mails: [mail] });
  }
  return letters;
}
