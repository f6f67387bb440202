import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboundDesk, type InboundDesk } from '../inbound/inbound-desk.ts';
import { issueReplyTokens } from '../../src/features/notifications/reply-address.ts';
import { aPerson } from '../support/people.ts';
import { aTicketScene } from '../support/a-ticket.ts';

const ALPHABET = Buffer.from('abcdefghijklmnopqrstuvwxyz234567');
const LENGTH = 26;

let inbound: InboundDesk;
let support: string;
let tokens: string[];
beforeAll(async () => {
  inbound = await inboundDesk();
  const { ticketId, department } = await aTicketScene(inbound.desk);
  support = department.address;
  const people = await Promise.all(Array.from({ length: 20 }, () => aPerson(inbound.desk, { name: 'Rita' })));
  const issued = await issueReplyTokens(
    inbound.desk.db,
    people.map(({ id }) => ({ ticketId, personId: id })),
  );
  tokens = [...issued.values()];
});
afterAll(() => inbound.close());

/** Tokens as the desk writes them, 130 random bits each. */
function guesses(count: number): string[] {
  const letters = randomBytes(count * LENGTH).map((byte) => ALPHABET[byte & 31] ?? 0);
  const text = Buffer.from(letters).toString('latin1');
  return Array.from({ length: count }, (_, number) => text.slice(number * LENGTH, (number + 1) * LENGTH));
}

async function matching(guessed: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from reply_address where token = any(${[...guessed]}::text[])`.execute(
    inbound.desk.db,
  );
  return rows[0]?.count ?? -1;
}

describe('a guessed reply address', () => {
  it('has 128 bits that nothing tells: no token is like another', () => {
    expect(tokens).toHaveLength(20);
    expect(tokens.every((token) => /^[a-z2-7]{26}$/u.test(token))).toBe(true);
    for (let length = 8; length <= LENGTH; length += 1)
      expect(new Set(tokens.map((token) => token.slice(LENGTH - length))).size).toBe(20);
  });

  it('is none of those that were issued, in a million tries, nor one that differs in a letter', async () => {
    for (let round = 0; round < 10; round += 1) expect(await matching(guesses(100_000))).toBe(0);
    const [token = ''] = tokens;
    const near = Array.from(token).flatMap((_, place) =>
      Array.from(ALPHABET.toString(), (letter) => token.slice(0, place) + letter + token.slice(place + 1)),
    );
    expect(await matching(near.filter((one) => one !== token))).toBe(0);
    // And the question finds what is there.
    expect(await matching([...near, ...tokens])).toBe(20);
  });

  it('is refused by the door, which hangs up after twenty: two thousand tries reach nobody', async () => {
    const before = await inbound.desk.db.selectFrom('inbound_message').selectAll().execute();
    const lines = await Promise.all(
      Array.from({ length: 100 }, () => guessOverSmtp(guesses(40).map((token) => support.replace('@', `+${token}@`)))),
    );
    for (const said of lines) {
      expect(said.filter((line) => line.startsWith('550 ')).length).toBe(19);
      expect(said.at(-1)).toMatch(/^421 /u);
      expect(said.some((line) => line.startsWith('354'))).toBe(false);
    }
    expect(await inbound.desk.db.selectFrom('inbound_message').selectAll().execute()).toEqual(before);
    const known = await guessOverSmtp(tokens.map((token) => support.replace('@', `+${token}@`)));
    expect(known.some((line) => line.startsWith('354'))).toBe(true);
  });
});

/** Names all these recipients at once, then a message; says what the door answered until it hung up. */
async function guessOverSmtp(addresses: readonly string[]): Promise<string[]> {
  const socket = net.connect(inbound.port, '127.0.0.1').setEncoding('latin1');
  socket.on('error', () => {});
  let said = '';
  socket.on('data', (chunk) => {
    said += String(chunk);
  });
  const closed = once(socket, 'close');
  await once(socket, 'data');
  const recipients = addresses.map((address) => `RCPT TO:<${address}>\r\n`).join('');
  socket.write(
    `EHLO evil.test\r\nMAIL FROM:<m@evil.test>\r\n${recipients}DATA\r\nFrom: m@evil.test\r\n\r\nPay\r\n.\r\nQUIT\r\n`,
  );
  await closed;
  return said.split('\r\n').filter((line) => line !== '');
}
