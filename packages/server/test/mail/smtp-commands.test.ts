import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MAIL_LIMITS } from '../../src/platform/mail/parse/parsed-mail.ts';
import { mailCertificate } from '../../src/platform/mail/smtp-in/certificate.ts';
import { openSmtpDoor, type ReceivedMail, type SmtpDoor } from '../../src/platform/mail/smtp-in/smtp-server.ts';

let door: SmtpDoor;
const received: ReceivedMail[] = [];
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'smtp-commands-'));
beforeAll(async () => {
  door = await openSmtpDoor({
    host: '127.0.0.1',
    port: 0,
    log: pino({ level: 'silent' }),
    certificate: mailCertificate({ smtpTls: undefined, dataDir, publicUrl: 'http://desk.example.com' }),
    isKnownRecipient: async (address) => !address.startsWith('nobody'),
    store: async (mail) => ({ id: String(received.push(mail)) }),
  });
});
afterEach(() => void received.splice(0));
afterAll(async () => {
  await door.close();
  rmSync(dataDir, { recursive: true });
});

/** Greets, says everything at once, and gives the replies: one for each command, each on a line. */
async function pipelined(...lines: string[]): Promise<string[]> {
  const socket = net.connect(door.port, '127.0.0.1').setEncoding('utf8');
  let said = '';
  socket.on('data', (chunk: string) => (said += chunk));
  await once(socket, 'data');
  socket.write('EHLO peer.example.com\r\n');
  while (!/^250 .*\r\n$/mu.test(said)) await once(socket, 'data');
  const greeted = said.length;
  socket.write(`${[...lines, 'QUIT'].join('\r\n')}\r\n`);
  await once(socket, 'close');
  return said.slice(greeted).trim().split('\r\n').slice(0, -1);
}
const codes = (replies: readonly string[]) => replies.map((reply) => Number(reply.slice(0, 3)));

const FROM = 'MAIL FROM:<rita@example.com>';
const TO = 'RCPT TO:<claims@desk.example.com>';
const MAIL = ['DATA', 'Subject: Roof', '', 'It leaks', '.'];

describe('commands', () => {
  test('say what the desk can, and nothing that it cannot', async () => {
    const socket = net.connect(door.port, '127.0.0.1').setEncoding('utf8');
    await once(socket, 'data');
    socket.write('EHLO peer.example.com\r\n');
    const [said] = (await once(socket, 'data')) as [string];
    socket.destroy();
    const offered = said
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.slice(4));
    expect(offered).toEqual(['PIPELINING', '8BITMIME', 'SMTPUTF8', 'STARTTLS', `SIZE ${MAIL_LIMITS.bytes}`]);
    expect(
      codes(await pipelined('AUTH PLAIN AGEAYg==', 'VRFY rita', 'BDAT 4 LAST', 'XCLIENT ADDR=10.0.0.1')),
    ).not.toContain(250);
  });

  test('come all at once, and are answered in order', async () => {
    expect(codes(await pipelined(FROM, TO, ...MAIL, FROM, TO, ...MAIL))).toEqual([
      250, 250, 354, 250, 250, 250, 354, 250,
    ]);
    expect(received.map(({ raw }) => raw.toString())).toEqual([
      'Subject: Roof\r\n\r\nIt leaks\r\n',
      'Subject: Roof\r\n\r\nIt leaks\r\n',
    ]);
  });

  test('that name some recipients in vain reach the others alone', async () => {
    const nobody = 'RCPT TO:<nobody@desk.example.com>';
    expect(codes(await pipelined(FROM, nobody, TO, nobody, ...MAIL))).toEqual([250, 550, 250, 550, 354, 250]);
    expect(received.map(({ envelopeTo }) => envelopeTo)).toEqual([['claims@desk.example.com']]);
  });

  test('that name all of them in vain hand over nothing, and what follows counts', async () => {
    const replies = await pipelined(FROM, 'RCPT TO:<nobody@desk.example.com>', 'DATA', 'RSET', FROM, TO, ...MAIL);
    expect(codes(replies)).toEqual([250, 550, 503, 250, 250, 250, 354, 250]);
    expect(received).toHaveLength(1);
  });

  test('name addresses beyond ASCII (SMTPUTF8), and bodies of eight bits', async () => {
    const from = 'MAIL FROM:<müller@bücher.example> BODY=8BITMIME SMTPUTF8';
    expect(codes(await pipelined(from, 'RCPT TO:<窓口@例え.example>', 'DATA', '', 'Grüße', '.'))).toEqual([
      250, 250, 354, 250,
    ]);
    expect(received[0]).toMatchObject({ envelopeFrom: 'müller@bücher.example', envelopeTo: ['窓口@例え.example'] });
    expect(received[0]?.raw.toString()).toBe('\r\nGrüße\r\n');
    expect(codes(await pipelined(`${FROM} SMTPUTF8=1`, `${FROM} BODY=BINARYMIME`))).toEqual([501, 501]);
  });

  test('announce a size, and are told at once when it is too large', async () => {
    expect(codes(await pipelined(`${FROM} SIZE=${MAIL_LIMITS.bytes + 1}`, TO))).toEqual([552, 503]);
    expect(codes(await pipelined(`${FROM} SIZE=${MAIL_LIMITS.bytes}`, TO))).toEqual([250, 250]);
  });

  test('name a hundred recipients at most in one go', async () => {
    const many = Array.from({ length: 101 }, (_, at) => `RCPT TO:<claims${at}@desk.example.com>`);
    expect(codes(await pipelined(FROM, ...many)).slice(-2)).toEqual([250, 452]);
  });

  test('come in the right order: a sender is neither left out nor named twice', async () => {
    expect(codes(await pipelined(TO, 'DATA', FROM, FROM, 'DATA'))).toEqual([503, 503, 250, 503, 503]);
  });

  test('end: whoever begins a line without an end is hung up on', async () => {
    const socket = net.connect(door.port, '127.0.0.1').setEncoding('utf8');
    let said = '';
    socket.on('data', (chunk: string) => (said += chunk));
    socket.on('error', () => undefined);
    await once(socket, 'data');
    socket.write('x'.repeat(10_000));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(said.trim().split('\r\n').at(-1)).toMatch(/^421 /u);
  });
});
