import { once } from 'node:events';
import net from 'node:net';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDepartment } from '../support/people.ts';
import { inboundDesk, type InboundDesk } from './inbound-desk.ts';

let inbound: InboundDesk;
let support: string;
beforeAll(async () => {
  inbound = await inboundDesk();
  support = (await aDepartment(inbound.desk, { slug: 'claims' })).address;
});
afterAll(() => inbound.close());

/** A bare SMTP client that sees each reply. */
async function rawClient() {
  const socket = net.connect(inbound.port, '127.0.0.1');
  socket.setEncoding('utf8');
  // The peer may cut the line; what it said before counts.
  socket.on('error', () => {});
  let buffer = '';
  const reply = async (): Promise<string> => {
    for (;;) {
      const end = /^\d{3} .*\r\n/m.exec(buffer);
      if (end) {
        const said = buffer.slice(0, end.index + end[0].length);
        buffer = buffer.slice(said.length);
        return said.trim();
      }
      const [chunk] = (await once(socket, 'data')) as [string];
      buffer += chunk;
    }
  };
  const say = async (line: string) => {
    socket.write(`${line}\r\n`);
    return reply();
  };
  await reply();
  await say('EHLO test.example.com');
  return { socket, say, reply };
}

const bodyOf = (subject: string) =>
  `From: rita@example.com\r\nTo: ${support}\r\nSubject: ${subject}\r\nMessage-ID: <${v7()}@example.com>\r\n\r\nThe roof leaks\r\n.`;

async function upToData(from = 'rita@example.com') {
  const client = await rawClient();
  await client.say(`MAIL FROM:<${from}>`);
  expect(await client.say(`RCPT TO:<${support}>`)).toMatch(/^250/);
  expect(await client.say('DATA')).toMatch(/^354/);
  return client;
}

const storedAs = async (subject: string) => {
  const { rows } = await sqlOf(
    `select count(*)::int as count from blob where convert_from(content, 'UTF8') like '%${subject}%'`,
  );
  return rows[0].count as number;
};

async function sqlOf(text: string) {
  const client = new pg.Client(inbound.desk.url);
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

/** Waits until PostgreSQL says that somebody waits for a lock. */
async function someoneWaits(client: pg.Client): Promise<number> {
  for (;;) {
    const { rows } = await client.query(
      `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (rows[0]) return rows[0].pid;
  }
}

describe('the SMTP door', () => {
  it('answers 250 only after the message is committed', async () => {
    const holder = new pg.Client(inbound.desk.url);
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table inbound_message in share row exclusive mode');
    const client = await upToData();
    client.socket.write(`${bodyOf('held back')}\r\n`);
    let answered = false;
    const reply = client.reply().then((said) => {
      answered = true;
      return said;
    });
    await someoneWaits(holder);
    expect(answered).toBe(false);
    expect(await storedAs('held back')).toBe(0);
    await holder.query('commit');
    expect(await reply).toMatch(/^250 /);
    expect(await storedAs('held back')).toBe(1);
    await holder.end();
    client.socket.destroy();
  });

  it('answers 451 when storing fails, keeps nothing, and takes the next try', async () => {
    const holder = new pg.Client(inbound.desk.url);
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table inbound_message in share row exclusive mode');
    const client = await upToData();
    const body = bodyOf('cut off');
    client.socket.write(`${body}\r\n`);
    const pid = await someoneWaits(holder);
    await holder.query('select pg_terminate_backend($1)', [pid]);
    expect(await client.reply()).toMatch(/^451 .*try again later/);
    await holder.query('rollback');
    await holder.end();
    expect(await storedAs('cut off')).toBe(0);
    await client.say('MAIL FROM:<rita@example.com>');
    await client.say(`RCPT TO:<${support}>`);
    await client.say('DATA');
    expect(await client.say(body)).toMatch(/^250 /);
    expect(await storedAs('cut off')).toBe(1);
    client.socket.destroy();
  });

  it('keeps nothing of a message whose sender hangs up in the middle', async () => {
    const client = await upToData();
    client.socket.end(bodyOf('half of it').slice(0, 120));
    await once(client.socket, 'close');
    const after = await upToData();
    await after.say(bodyOf('whole'));
    expect(await storedAs('half of it')).toBe(0);
    expect(await storedAs('whole')).toBe(1);
    after.socket.destroy();
  });

  it('refuses unknown recipients with 550, forged reply addresses among them', async () => {
    const client = await rawClient();
    await client.say('MAIL FROM:<rita@example.com>');
    expect(await client.say('RCPT TO:<nobody@desk.example.com>')).toMatch(
      /^550 There is no such address here: nobody@desk/,
    );
    const forged = support.replace('@', `+${'a'.repeat(26)}@`);
    expect(await client.say(`RCPT TO:<${forged}>`)).toMatch(/^550/);
    expect(await client.say(`RCPT TO:<${support.toUpperCase()}>`)).toMatch(/^250/);
    client.socket.destroy();
  });

  it('takes an issued reply address', async () => {
    const message = await inbound.send({ from: 'rita@example.com', to: support, subject: 'Roof', text: 'It leaks' });
    const { requester_id: requester } = await inbound.ticket(message.ticket_id!);
    const address = await inbound.replyAddress(message.ticket_id!, requester, support);
    const client = await rawClient();
    await client.say('MAIL FROM:<rita@example.com>');
    expect(await client.say(`RCPT TO:<${address}>`)).toMatch(/^250/);
    expect(await client.say(`RCPT TO:<${address.replace('@desk.example.com', '@elsewhere.example.com')}>`)).toMatch(
      /^550/,
    );
    client.socket.destroy();
  });

  it('takes the same delivery once, however often it is handed over', async () => {
    const body = bodyOf('twice');
    const ids: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      const client = await upToData();
      ids.push((await client.say(body)).split(' ').at(-1)!);
      client.socket.destroy();
    }
    expect(new Set(ids).size).toBe(1);
    const message = await inbound.settled(ids[0]!);
    expect(await inbound.comments(message.ticket_id!)).toHaveLength(1);
  });

  it('takes the same delivery once when it is handed over at the same moment', async () => {
    const body = bodyOf('at once');
    const clients = await Promise.all(Array.from({ length: 5 }, () => upToData()));
    const replies = await Promise.all(clients.map((client) => client.say(body)));
    expect(new Set(replies).size).toBe(1);
    expect(replies[0]).toMatch(/^250/);
    clients.forEach(({ socket }) => socket.destroy());
  });

  it('refuses more than 25 MB with 552 and goes on serving', async () => {
    const client = await upToData();
    const line = `${'x'.repeat(998)}\r\n`;
    for (let sent = 0; sent < 26 * 1024 * 1024; sent += line.length) {
      if (!client.socket.write(line)) await once(client.socket, 'drain');
    }
    expect(await client.say('.')).toMatch(/^552 /);
    client.socket.destroy();
    const after = await upToData();
    expect(await after.say(bodyOf('small'))).toMatch(/^250/);
    after.socket.destroy();
  });
});
