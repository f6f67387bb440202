import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { verifySender } from '../../src/platform/mail/authenticate/verify-sender.ts';
import { openSmtpOut } from '../../src/platform/mail/smtp-out/smtp-out.ts';
import { keyOfTheBank, stub } from './stub-dns.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function aPeer() {
  const received: Buffer[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks));
        callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { received, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` };
}

const mailFrom = (address: string) => ({
  envelope: { from: address, to: 'rita@example.com' },
  from: { name: 'Claims 請求', address },
  to: [{ name: 'Rita', address: 'rita@example.com' }],
  cc: [],
  replyTo: { name: 'Claims', address },
  messageId: '<1@bank.test>',
  inReplyTo: null,
  references: [],
  subject: '屋根の件',
  text: 'Dobrý den, 屋根',
  html: '<p>Dobrý den, 屋根</p>',
  date: new Date('2026-11-22T08:00:00Z'),
  headers: {},
  attachments: [],
});

test('what is sent is signed by the key of its domain, and others can check it', async () => {
  const { received, url } = await aPeer();
  const out = openSmtpOut(url, [{ domain: 'bank.test', selector: 'key', privateKey: keyOfTheBank }]);
  closing.push(() => out.close());
  expect(await out.send(mailFrom('claims@bank.test'))).toEqual({ state: 'SENT' });
  const envelope = { envelopeFrom: 'claims@bank.test', remoteAddress: '203.0.113.9', helo: 'mx.test' };
  const found = await verifySender(received[0] ?? Buffer.alloc(0), envelope, 'claims@bank.test', stub);
  expect(found).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
});

test('what is sent from a domain without a key is not signed', async () => {
  const { received, url } = await aPeer();
  const out = openSmtpOut(url, [{ domain: 'bank.test', selector: 'key', privateKey: keyOfTheBank }]);
  closing.push(() => out.close());
  await out.send(mailFrom('claims@notbank.test'));
  expect(received[0]?.toString()).not.toContain('DKIM-Signature');
});
