import { isIP } from 'node:net';
import { sql } from 'kysely';
import { canonicalAddress } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import type { MailSecurity } from '../../platform/mail/imap/mailbox.ts';
import { Refusal, type UserError } from '../../platform/refusal.ts';
import type { Afterwards } from './mail-account.entity.ts';

/** What an admin says of an account, its password apart. */
export type MailAccountSettings = {
  name: string;
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  mailbox: string;
  deliverTo: string;
  afterwards: Afterwards;
  moveTo: string | null;
  enabled: boolean;
};

type Problem = { field: keyof MailAccountSettings | 'password'; message: string };

// CR, LF and NUL have no place in what is said to a mail server.
const isLine = (text: string, most: number) => text.length > 0 && text.length <= most && !/\p{Cc}/u.test(text);
const isHost = (host: string) =>
  isIP(host) !== 0 || (host.length <= 253 && /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?$/u.test(host));

type Check = [field: Problem['field'], holds: (settings: MailAccountSettings) => boolean, message: string];

const CHECKS: readonly Check[] = [
  ['name', ({ name }) => isLine(name, 200), 'A name has 1 to 200 characters.'],
  ['host', ({ host }) => isHost(host), 'Give the name of the mail server alone, such as imap.example.com.'],
  ['port', ({ port }) => port >= 1 && port <= 65_535, 'A port is a number from 1 to 65535: usually 993, or 143.'],
  ['username', ({ username }) => isLine(username, 320), 'Give the user name of the mailbox, often its address.'],
  ['mailbox', ({ mailbox }) => isLine(mailbox, 500), 'Give the name of the mailbox, such as INBOX.'],
  [
    'moveTo',
    ({ afterwards, moveTo }) => afterwards !== 'MOVE' || (moveTo !== null && isLine(moveTo, 500)),
    'Say to which mailbox its mails are moved, such as Archive.',
  ],
  [
    'moveTo',
    ({ afterwards, moveTo }) => afterwards === 'MOVE' || moveTo === null,
    'Mails are moved only where “afterwards” is MOVE: choose that, or leave this out.',
  ],
  [
    'moveTo',
    ({ moveTo, mailbox }) => moveTo === null || moveTo !== mailbox,
    'Mails would be moved to where they are: name another mailbox.',
  ],
];

/** @throws Refusal INVALID for everything that is wrong, each with its field */
export async function checkedMailAccount(
  db: Queries,
  given: MailAccountSettings,
  password: string | null,
): Promise<MailAccountSettings> {
  const settings: MailAccountSettings = {
    ...given,
    name: given.name.trim(),
    host: given.host.trim().toLowerCase(),
    deliverTo: canonicalAddress(given.deliverTo),
  };
  const problems: Problem[] = CHECKS.filter(([, holds]) => !holds(settings)).map(([field, , message]) => ({
    field,
    message,
  }));
  if (password !== null && !isLine(password, 1_000)) {
    problems.push({ field: 'password', message: 'Give the password of the mailbox, or one made for this app.' });
  }
  if (!(await isSupportAddress(db, settings.deliverTo))) {
    problems.push({ field: 'deliverTo', message: noSupportAddress(settings.deliverTo) });
  }
  if (problems.length === 0) return settings;
  throw new Refusal(...problems.map(({ field, message }): UserError => ({ code: 'INVALID', message, field: [field] })));
}

/** Does mail to it reach a department? A reply address does not count: nothing would open a ticket. */
export async function isSupportAddress(db: Queries, address: string): Promise<boolean> {
  const { rows } = await sql`
    select from address where canonical = ${address} and department_id is not null`.execute(db);
  return rows.length > 0;
}

export const noSupportAddress = (address: string) =>
  `"${address}" is no support address of a department: choose one that is, or add it to a department first.`;
