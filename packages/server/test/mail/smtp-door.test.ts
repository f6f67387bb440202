import { once } from 'node:events';
import { mkdtempSync, statSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import tls from 'node:tls';
import { createTransport } from 'nodemailer';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { mailCertificate } from '../../src/platform/mail/smtp-in/certificate.ts';
import { openSmtpDoor, type ReceivedMail, type SmtpDoor } from '../../src/platform/mail/smtp-in/smtp-server.ts';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'smtp-door-'));
const certificate = mailCertificate({ smtpTls: undefined, dataDir, publicUrl: 'http://desk.example.com' });

let door: SmtpDoor | null = null;
afterEach(async () => {
  await door?.close();
  door = null;
});

async function aDoor(budget?: number) {
  const received: ReceivedMail[] = [];
  door = await openSmtpDoor({
    host: '127.0.0.1',
    port: 0,
    log: pino({ level: 'silent' }),
    certificate,
    ...(budget === undefined ? {} : { budget }),
    isKnownRecipient: (address) => Promise.resolve(!address.startsWith('nobody')),
    store: (mail) => Promise.resolve({ id: String(received.push(mail)) }),
  });
  return { received, port: door.port };
}

/** Sends bytes as they are, and says what came back until the peer has answered `replies` times. */
async function talk(port: number, lines: readonly string[]): Promise<string[]> {
  const socket = net.connect(port, '127.0.0.1');
  const said: string[] = [];
  let buffer = '';
  const reply = async () => {
    while (!/^\d{3} .*\r\n/mu.test(buffer)) buffer += String((await once(socket, 'data'))[0]);
    const end = (/^\d{3} .*\r\n/mu.exec(buffer)?.index ?? 0) + (/^\d{3} .*\r\n/mu.exec(buffer)?.[0].length ?? 0);
    said.push(buffer.slice(0, end).trim());
    buffer = buffer.slice(end);
  };
  await reply();
  for (const line of lines) {
    socket.write(line);
    await reply();
  }
  socket.destroy();
  return said;
}

const start = [
  'EHLO peer.example.com\r\n',
  'MAIL FROM:<a@example.com>\r\n',
  'RCPT TO:<claims@example.com>\r\n',
  'DATA\r\n',
];

describe('the SMTP door', () => {
  test('speaks TLS with a certificate of its own, and keeps it', async () => {
    const { received, port } = await aDoor();
    const transport = createTransport({
      port,
      host: '127.0.0.1',
      requireTLS: true,
      tls: { rejectUnauthorized: false },
    });
    await transport.sendMail({ from: 'a@example.com', to: 'claims@example.com', subject: 'Roof', text: 'It leaks' });
    transport.close();
    expect(received).toHaveLength(1);
    const again = mailCertificate({ smtpTls: undefined, dataDir, publicUrl: 'http://desk.example.com' });
    expect(again).toEqual(certificate);
    expect(statSync(path.join(dataDir, 'smtp.key')).mode & 0o077).toBe(0);
  });

  test('forgets what was said before TLS', async () => {
    const { received, port } = await aDoor();
    const plain = net.connect(port, '127.0.0.1');
    await once(plain, 'data');
    plain.write('EHLO peer.example.com\r\n');
    await once(plain, 'data');
    // Commands slipped in behind STARTTLS, in the clear, must not count inside.
    plain.write('STARTTLS\r\nMAIL FROM:<mallory@example.com>\r\n');
    await once(plain, 'data');
    const secure = tls.connect({ socket: plain, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    secure.write('EHLO peer.example.com\r\n');
    await once(secure, 'data');
    secure.write('RCPT TO:<claims@example.com>\r\n');
    const [answer] = (await once(secure, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^503/u);
    secure.destroy();
    expect(received).toEqual([]);
  });

  const ENDS = [
    '\n.\n',
    '\n.\r\n',
    '\r.\r',
    '\r\n.\n',
    '\r.\r\n',
    '\r\n.\r',
    '\r\n\0.\r\n',
    '\n..\r\n',
    '\r\n.\0\r\n',
    '\r\n .\r\n',
    '\r\n.\r\r\n',
    '\r\r\n.\n',
    '\r\n..\n',
    '\n\n.\n\n',
    '\r\n\u2024\r\n',
  ];

  test.each(ENDS.map((end) => [end]))('takes %j for no end of a message', async (end) => {
    const { received, port } = await aDoor();
    const smuggled = 'MAIL FROM:<ceo@example.com>\r\nRCPT TO:<claims@example.com>\r\nDATA\r\nSubject: Pay\r\n\r\nNow';
    await talk(port, [...start, `Subject: One\r\n\r\nHello${end}${smuggled}\r\n.\r\n`]);
    expect(received).toHaveLength(1);
    expect(received[0]?.envelopeFrom).toBe('a@example.com');
    expect(received[0]?.raw.toString()).toContain('Subject: Pay');
  });

  test.each(ENDS.map((end) => [end]))('takes %j for none, whatever the pieces that it comes in', async (end) => {
    const { received, port } = await aDoor();
    const smuggled = 'MAIL FROM:<ceo@example.com>\r\nRCPT TO:<claims@example.com>\r\nDATA\r\nSubject: Pay\r\n\r\nNow';
    const bytes = Buffer.from(`Subject: One\r\n\r\nHello${end}${smuggled}\r\n.\r\nQUIT\r\n`);
    const socket = net.connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    const closed = once(socket, 'close');
    await once(socket, 'data');
    for (const line of start) {
      socket.write(line);
      await once(socket, 'data');
    }
    // One byte a turn: the door sees most of them one by one, and no sequence whole.
    for (const byte of bytes) {
      socket.write(Uint8Array.of(byte));
      await setImmediate();
    }
    socket.resume();
    await closed;
    expect(received.map(({ envelopeFrom }) => envelopeFrom)).toEqual(['a@example.com']);
    expect(received[0]?.raw.toString()).toContain('Subject: Pay');
  });

  test('ends a message at the one right end, and takes the pipelined next', async () => {
    const { received, port } = await aDoor();
    await talk(port, [
      start[0] ?? '',
      `${start.slice(1).join('')}Subject: One\r\n\r\nHello\r\n.\r\n${start.slice(1).join('')}Subject: Two\r\n\r\n..\r\n.\r\n`,
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ]);
    expect(received.map(({ raw }) => raw.toString().trim())).toEqual([
      'Subject: One\r\n\r\nHello',
      'Subject: Two\r\n\r\n.',
    ]);
  });

  test('hangs up on whoever guesses addresses', async () => {
    const { received, port } = await aDoor();
    const guess = (number: number) => `RCPT TO:<nobody${number}@example.com>\r\n`;
    const said = await talk(port, [...start.slice(0, 2), ...Array.from({ length: 20 }, (_, number) => guess(number))]);
    expect(said.slice(3, -1).every((reply) => reply.startsWith('550 '))).toBe(true);
    expect(said.at(-1)).toMatch(/^421 .*unknown recipients/u);
    const pipelined = net.connect(port, '127.0.0.1');
    const closed = once(pipelined, 'close');
    pipelined.on('error', () => {});
    pipelined.write(
      [...start.slice(0, 2), ...Array.from({ length: 50 }, (_, number) => guess(number)), ...start.slice(2)].join('') +
        'Subject: One\r\n\r\nHello\r\n.\r\n',
    );
    pipelined.resume();
    await closed;
    expect(received).toEqual([]);
  });

  test('asks to come again later when too many bytes are on their way at once, and takes the next', async () => {
    const { received, port } = await aDoor(100_000);
    const long = `Subject: Long\r\n\r\n${'x'.repeat(150_000)}\r\n.\r\n`;
    const said = await talk(port, [...start, long, ...start.slice(1), 'Subject: Short\r\n\r\nHello\r\n.\r\n']);
    expect(said[5]).toMatch(/^452 /u);
    expect(said.at(-1)).toMatch(/^250 /u);
    expect(received.map(({ raw }) => raw.toString().slice(0, 14))).toEqual(['Subject: Short']);
  });
});
