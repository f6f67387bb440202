import { expect, it } from 'vitest';
import { readMail } from '../../src/platform/mail/parse/read-mail.ts';

async function reportOf(text: string, headers = 'From: MAILER-DAEMON@mx.test\nSubject: Undelivered Mail') {
  const read = await readMail(Buffer.from(`${headers}\nTo: desk@example.com\n\n${text}`));
  return read.ok ? read.mail.deliveryReport : null;
}

const seen = async (text: string) =>
  (await reportOf(`I was unable to deliver your message.\n\n${text}`))?.recipients.map(
    ({ address, permanent }) => `${address} ${permanent ? 'dead' : 'alive'}`,
  );

it.each([
  ['nora@example.com: 550 5.1.1 <nora@example.com>... User unknown', 'dead'],
  ['<nora@example.com>: host mx.test said: 550\n    5.7.1 Recipient address rejected:\n    Access denied', 'dead'],
  ['nora@example.com: 552 5.2.2 <nora@example.com>... Mailbox full', 'alive'],
  ['nora@example.com: 450 4.2.0 <nora@example.com> is busy', 'alive'],
  ['nora@example.com: 450 4.1.1 <nora@example.com>: User unknown in virtual alias table', 'dead'],
  ['nora@example.com: 550 5.7.1 Message rejected as spam', 'alive'],
  ['nora@example.com: 550 5.1.7 No such domain desk.test', 'alive'],
  ['<nora@example.com>: host mx.test said: 550 User unknown (in reply to RCPT TO command)', 'dead'],
  // The recipient was taken, the message was not.
  ['<nora@example.com>: host mx.test said: 550 User unknown (in reply to end of DATA command)', 'alive'],
  ['nora@example.com\n    SMTP error from remote mail server after end of data:\n    550 User unknown', 'alive'],
  // Servers that pipeline are told of the recipient only after DATA, with its code.
  ['<nora@example.com>\n>>> DATA\n<<< 550 5.1.1 <nora@example.com>... User unknown', 'dead'],
  ['nora@example.com\n    Unrouteable address', 'dead'],
  ['<nora@example.com>:\nNo mx record found for domain=example.com', 'dead'],
])('%s: the address is %s', async (text, state) => {
  expect(await seen(text)).toEqual([`nora@example.com ${state}`]);
});

it('tells several recipients apart in plain words', async () => {
  const text = `full@example.com: 550 5.2.2 <full@example.com>... Mailbox full
gone@example.com: 550 5.1.1 <gone@example.com>... User unknown
<late@example.com>:
Remote host said: 550 5.1.1 no such user

Below is a copy of the original message:

From: someone@example.com`;
  expect(await seen(text)).toEqual(['full@example.com alive', 'gone@example.com dead', 'late@example.com dead']);
});

it('takes what the managers of mailing lists send back for a report', async () => {
  const headers = 'From: roofs-admin@lists.test\nSubject: You desk@example.com are not member (roofs ML)';
  expect(await reportOf('You are not a member of this mailing list <roofs@lists.test>.', headers)).not.toBeNull();
});

it('leaves to people what a person says of a bounce, or passes on', async () => {
  const bounce = '> <nora@example.com>: 550 5.1.1 User unknown\n> Remote host said: undeliverable';
  for (const headers of [
    'From: rita@example.net\nSubject: Fwd: Undelivered Mail Returned to Sender',
    'From: roofs-admin@lists.test\nSubject: Roofs',
  ]) {
    expect(await reportOf(`Your mail came back to me, why?\n\n${bounce}`, headers)).toBeNull();
  }
});
