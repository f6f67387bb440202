import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { longestTurn } from '../support/stall.ts';
import { aDepartment } from '../support/people.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket, fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
let support: string;
beforeAll(async () => {
  inbound = await inboundDesk();
  support = (await aDepartment(inbound.desk, { slug: 'claims' })).address;
}, 90_000);
afterAll(() => inbound.close());

/** Longer than this nobody waits for their turn, in ms of the thread's own work. */
const STALL = 100;

const many = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join('');
const nestedPart = (at: number) => `--b${at}\r\nContent-Type: multipart/mixed; boundary="b${at + 1}"\r\n\r\n`;
const html = (body: string) => ({ headers: 'Content-Type: text/html; charset=utf-8\r\n', body });
const inBase64 = (megabytes: number) => many(megabytes * 13_443, () => `${'QUFB'.repeat(19)}\r\n`);

type Bomb = { headers?: string; body?: string; cause?: string };

/** Few bytes each, beside what they would cost who reads them to their end: they stop at a limit. */
const STOPPED: Record<string, Bomb & { cause: string }> = {
  'parts within parts': {
    headers: 'Content-Type: multipart/mixed; boundary="b0"\r\n',
    body: many(10_000, nestedPart),
    cause: 'The message has more than 20 levels of parts.',
  },
  'many parts': {
    headers: 'Content-Type: multipart/mixed; boundary=b\r\n',
    body: many(5_000, () => '--b\r\n\r\nx\r\n'),
    cause: 'The message has more than 1000 parts.',
  },
  'many headers': { headers: many(200_000, () => 'A: b\r\n'), cause: 'The message has more than 1000 headers.' },
  'a long header': {
    headers: `A:${' b'.repeat(1_000_000)}\r\n`,
    cause: 'The headers of the message are larger than 512 KB.',
  },
  'many recipients': {
    headers: `Cc: ${many(20_000, (at) => `a${at}@example.org, `)}z@example.org\r\n`,
    cause: 'The message names more than 1000 people.',
  },
  'many to reply to': {
    headers: `Reply-To: ${many(20_000, (at) => `a${at}@example.org, `)}z@example.org\r\n`,
    cause: 'The message names more than 1000 people.',
  },
};

/** Within every limit, and as much work as that leaves room for. */
const TAKEN: Record<string, Bomb> = {
  'nine hundred recipients': { headers: `Cc: ${many(900, (at) => `a${at}@example.org, `)}z@example.org\r\n` },
  'nine hundred headers': { headers: many(900, (at) => `X-${at}: ${'b '.repeat(250)}\r\n`) },
  'nine hundred files': {
    headers: 'Content-Type: multipart/mixed; boundary=b\r\n',
    body: many(900, (at) => `--b\r\nContent-Disposition: attachment; filename=a${at}.txt\r\n\r\nx${at}\r\n`),
  },
  'nine hundred signatures': {
    headers: many(900, (at) => `DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s${at}; bh=YQ==; b=YQ==\r\n`),
  },
  'a large file': {
    headers: 'Content-Type: multipart/mixed; boundary=b\r\n',
    body: `--b\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${inBase64(24)}--b--\r\n`,
  },
  'a long text': { body: many(300_000, (at) => `${at}word${at % 40 ? ' ' : '\r\n'}`) },
  'a long text in base64': { headers: 'Content-Transfer-Encoding: base64\r\n', body: inBase64(4) },
  'signed and quoted again and again': { body: many(5_000, () => '> > x\r\nOn Mon wrote:\r\n-- \r\nRita\r\n') },
  'HTML within HTML': html('<div><table><blockquote>'.repeat(10_000)),
  'HTML of styles and links': html(
    many(2_000, (at) => `<p style="width: ${at}px; background: url(https://x/)"><a href="https://x/${at}">x</a></p>`),
  ),
};

const bombOf = (from: string, { headers = '', body = 'hello' }: Bomb, to = support) => {
  const head = `From: ${from}\r\nTo: ${to}\r\nSubject: Bomb\r\nMessage-ID: <${v7()}@example.com>\r\nMIME-Version: 1.0\r\n`;
  return Buffer.from(`${head}${headers}\r\n${body}\r\n`);
};

/** Hands it over as the network does, piece by piece: this thread is the sender's as well. */
function hand(raw: Buffer, from: string, to = support) {
  const pieces = Array.from({ length: Math.ceil(raw.length / 65_536) }, (_, at) =>
    raw.subarray(at * 65_536, (at + 1) * 65_536),
  );
  return inbound.hand({ envelope: { from, to }, raw: Readable.from(pieces) });
}

describe('mail bombs', () => {
  it('stop at a limit, while the desk goes on: another thread reads them', async () => {
    // What the machine does beside it does not count: this is the time that the desk's own thread worked.
    const before = process.threadCpuUsage();
    const bombs = await Promise.all(
      Object.values(STOPPED).map((bomb) => {
        const from = fresh('mallory');
        return hand(bombOf(from, bomb), from);
      }),
    );
    const rita = fresh('rita');
    const usual = await hand(bombOf(rita, {}), rita);
    expect(await inbound.settled(usual)).toMatchObject({ status: 'DONE' });
    const found = await Promise.all(bombs.map((id) => inbound.settled(id)));
    const { user, system } = process.threadCpuUsage(before);
    expect(found.map(({ status, suspended_by: by, error }) => [status, by, error])).toEqual(
      Object.values(STOPPED).map(({ cause }) => ['SUSPENDED', 'malformed', cause]),
    );
    expect((user + system) / 1_000).toBeLessThan(1_500);
  }, 90_000);

  it.each(Object.entries({ ...STOPPED, ...TAKEN }))(
    'keep nobody waiting for a turn: %s',
    async (_, bomb) => {
      const from = fresh('mallory');
      const raw = bombOf(from, bomb);
      const { longest, result } = await longestTurn(async () => inbound.settled(await hand(raw, from)));
      expect(result.status).toBe(bomb.cause ? 'SUSPENDED' : 'DONE');
      expect(longest).toBeLessThan(STALL);
    },
    60_000,
  );

  it('keep nobody waiting where a colleague answers a ticket full of long notes', async () => {
    const { ticketId, agent, department } = await aMailedTicket(inbound);
    const text = (seed: number) => many(400, (at) => `屋根が${seed}${at}漏れ`);
    for (let at = 0; at < 50; at += 1)
      await addComment(inbound.desk, agent, { ticketId, visibility: at % 2 ? 'PUBLIC' : 'INTERNAL', body: text(at) });
    const to = await inbound.replyAddress(ticketId, agent.id, department.address);
    const headers = `${Object.entries(PROOF)
      .map(([key, value]) => `${key}: ${value}\r\n`)
      .join('')}Content-Type: text/plain; charset=utf-8\r\n`;
    const raw = bombOf(agent.address!, { headers, body: many(20_000, (at) => `雨${at}漏りが`) }, to);
    const { longest, result } = await longestTurn(async () => inbound.settled(await hand(raw, agent.address!, to)));
    expect(result).toMatchObject({ status: 'DONE', ticket_id: ticketId });
    expect(longest).toBeLessThan(STALL);
  }, 60_000);
});
