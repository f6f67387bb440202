import { simpleParser } from 'mailparser';
import planer from 'planer';
import { readMail } from '../src/platform/mail/parse/read-mail.ts';
import { expectedOf, mailOf, scoreOf, type ScoredSet } from './corpus.ts';

type Case = { file: string; subject?: string; text?: string; content?: string; attachments?: number; date?: string };
type Read = { subject: string; text: string; attachments: number; date: string | null };

const squeezed = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();

/** Only what its test speaks of is compared. */
function isRight(one: Case, read: Read): boolean {
  const text = one.content ?? one.text;
  return [
    one.subject === undefined || squeezed(one.subject) === squeezed(read.subject),
    text === undefined || squeezed(text) === squeezed(read.text),
    one.attachments === undefined || one.attachments === read.attachments,
    one.date === undefined || Date.parse(one.date) === Date.parse(read.date ?? ''),
  ].every(Boolean);
}

/** Subject, words, attachments and date of mails to a help desk, as Chatwoot's tests say. */
export async function scoreWholeMails(): Promise<ScoredSet> {
  const cases = expectedOf<Case>('chatwoot').filter(({ subject, text, content }) =>
    [subject, text, content].some((said) => said !== undefined),
  );
  return {
    set: 'whole mails',
    says: 'Chatwoot’s mails to a help desk: subject, words, attachments, date',
    scores: [
      await scoreOf('Copydesk', cases, async (one) => {
        const read = await readMail(mailOf(one.file));
        if (!read.ok) return false;
        const { subject, visibleText, attachments, date } = read.mail;
        return isRight(one, { subject, text: visibleText, attachments: attachments.length, date });
      }),
      await scoreOf('mailparser with planer', cases, async (one) => {
        const { subject = '', text = '', attachments, date } = await simpleParser(mailOf(one.file));
        const words = planer.extractFrom(text, 'text/plain');
        return isRight(one, {
          subject,
          text: words,
          attachments: attachments.length,
          date: date?.toISOString() ?? null,
        });
      }),
    ],
  };
}
