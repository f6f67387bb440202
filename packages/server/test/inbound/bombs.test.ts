import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDepartment } from '../support/people.ts';
import { inboundDesk, type InboundDesk } from './inbound-desk.ts';
import { fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
let support: string;
beforeAll(async () => {
  inbound = await inboundDesk();
  support = (await aDepartment(inbound.desk, { slug: 'claims' })).address;
}, 90_000);
afterAll(() => inbound.close());

const many = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join('');
const nestedPart = (at: number) => `--b${at}\r\nContent-Type: multipart/mixed; boundary="b${at + 1}"\r\n\r\n`;

/** Few bytes each, beside what they would cost who reads them to their end. */
const BOMBS: Record<string, { headers?: string; body?: string; cause: string }> = {
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

it('mail bombs stop at a limit, while the desk goes on: another thread reads them', async () => {
  const hand = (from: string, { headers = '', body = 'hello' }: { headers?: string; body?: string }) => {
    const head = `From: ${from}\r\nTo: ${support}\r\nSubject: Bomb\r\nMessage-ID: <${v7()}@example.com>\r\nMIME-Version: 1.0\r\n`;
    return inbound.hand({ envelope: { from, to: support }, raw: `${head}${headers}\r\n${body}\r\n` });
  };
  // What the machine does beside it does not count: this is the time that the desk's own thread worked.
  const before = process.threadCpuUsage();
  const bombs = await Promise.all(Object.values(BOMBS).map((bomb) => hand(fresh('mallory'), bomb)));
  const usual = await hand(fresh('rita'), {});
  expect(await inbound.settled(usual)).toMatchObject({ status: 'DONE' });
  const found = await Promise.all(bombs.map((id) => inbound.settled(id)));
  const { user, system } = process.threadCpuUsage(before);
  expect(found.map(({ status, suspended_by: by, error }) => [status, by, error])).toEqual(
    Object.values(BOMBS).map(({ cause }) => ['SUSPENDED', 'malformed', cause]),
  );
  expect((user + system) / 1_000).toBeLessThan(1_500);
}, 90_000);
