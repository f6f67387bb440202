import { createRequire } from 'node:module';
import { readMail } from '../src/platform/mail/parse/read-mail.ts';
import { expectedOf, filesOf, mailOf, scoreOf, type ScoredSet } from './corpus.ts';

type Case = { file: string; reports: { reason: string; hard: boolean }[] };

const { BounceHandler } = createRequire(import.meta.url)('bounce-handler') as {
  BounceHandler: new () => { parse_email(mail: string): { action?: string; status?: string }[] };
};

/** Does the desk see that a machine speaks: a bounce, a complaint or an automatic answer? */
async function isMachines({ file }: { file: string }): Promise<boolean> {
  const read = await readMail(mailOf(file));
  return read.ok && (read.mail.deliveryReport !== null || read.mail.automatic !== null);
}

/** Bounces found, mails of people kept, and whether the address is dead. */
export async function scoreBounces(): Promise<ScoredSet[]> {
  const all = expectedOf<Case>('sisimai');
  const bounces = all.filter(({ reports }) => reports.length > 0);
  const people = [...all.filter(({ reports }) => reports.length === 0), ...peoplesMails()];
  const reportsByRival = (one: { file: string }) =>
    new BounceHandler().parse_email(mailOf(one.file).toString('latin1'));
  const byRival = (one: { file: string }) =>
    reportsByRival(one).some(({ action, status }) => Boolean(action) || Boolean(status));
  return [
    {
      set: 'bounces found',
      says: 'sisimai’s bounces, complaints and automatic answers',
      scores: [
        await scoreOf('Copydesk', bounces, isMachines),
        await scoreOf('bounce-handler', bounces, byRival),
        { reader: 'sisimai (made the list)', right: bounces.length, of: bounces.length, misses: [] },
      ],
    },
    {
      set: 'not-bounces kept',
      says: 'mails that people wrote to each other',
      scores: [
        await scoreOf('Copydesk', people, async (one) => !(await isMachines(one))),
        await scoreOf('bounce-handler', people, (one) => !byRival(one)),
      ],
    },
    {
      set: 'dead addresses',
      says: 'sisimai’s “hard”: nothing will ever arrive there',
      scores: [
        await scoreOf('Copydesk', all, async ({ file, reports }) => {
          const read = await readMail(mailOf(file));
          const dead = read.ok && read.mail.deliveryReport?.recipients.some(({ permanent }) => permanent) === true;
          return dead === reports.some(({ hard }) => hard);
        }),
        await scoreOf('bounce-handler', all, ({ file, reports }) => {
          const dead = reportsByRival({ file }).some(({ status }) => /^5\.1\.|^5\.4\.4/u.test(status ?? ''));
          return dead === reports.some(({ hard }) => hard);
        }),
        { reader: 'sisimai (made the list)', right: all.length, of: all.length, misses: [] },
      ],
    },
  ];
}

/** Whose messages are examples of MIME, not of reports; those among them that are say so in their name or author. */
const EXAMPLES = [
  'mikel+mail',
  'mailgun+flanker',
  'jhillyerd+enmime',
  'nodemailer+mailparser',
  'postalsys+postal-mime',
];
const SAYS_REPORT = /bounce|complaint|report|arf\.eml|delivery-status/iu;

function peoplesMails(): { file: string }[] {
  const replies = expectedOf<{ file: string; reply?: string }>('talon').filter(({ reply }) => reply !== undefined);
  const helpdesk = expectedOf<{ file: string; why?: string }>('chatwoot').filter(({ why }) => !why?.includes('loop'));
  const examples = filesOf(EXAMPLES).filter((file) => !SAYS_REPORT.test(file));
  return [...replies, ...helpdesk, ...examples.map((file) => ({ file }))].filter(({ file }) => {
    const head =
      mailOf(file)
        .toString('latin1')
        .split(/\r?\n\r?\n/u, 1)[0] ?? '';
    const author = /^from:.*@.*/imu.exec(head)?.[0] ?? '';
    // Some say of themselves that a machine wrote them.
    const isMachines = /^auto-submitted:\s*auto-|report-type="?disposition-notification/imu.test(head);
    return author !== '' && !/mailer-daemon|postmaster/iu.test(author) && !isMachines;
  });
}
