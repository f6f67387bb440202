import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { createTransport, type Transporter } from 'nodemailer';
import pino from 'pino';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { addComment } from '../../src/features/comments/index.ts';
import { MAIL_LIMITS } from '../../src/platform/mail/parse/parsed-mail.ts';
import { mailPeer, type Received } from '../notifications/mail-peer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { freePort } from '../support/ports.ts';
import { testDatabase, type TestDatabase } from '../support/test-database.ts';
import { mainLinesIn, missingPostfix, startPostfix, type Postfix } from './postfix.ts';

const missing = missingPostfix();
const PATIENCE = { timeout: 30_000, interval: 30 };
const MB = 1024 * 1024;
const oneLine = (raw: Buffer) => raw.toString().replaceAll(/\s+/gu, ' ');

let database: TestDatabase;
let customers: Awaited<ReturnType<typeof mailPeer>>;
let postfix: Postfix;
let transport: Transporter;
let smtpPort: number;
let line: Awaited<ReturnType<typeof openLossyLine>>;
let app: App;
let department: { id: string; address: string };

/** A line to the desk that breaks, once, just when it says that it has stored a mail. */
async function openLossyLine(to: number) {
  let lost = 0;
  const server = createServer((here) => {
    const there = connect(to, '127.0.0.1');
    for (const end of [here, there]) end.on('error', () => undefined);
    here.pipe(there);
    there.on('close', () => here.destroy());
    there.on('data', (chunk: Buffer) => {
      if (lost > 0 || !chunk.includes('250 Stored')) return void here.write(chunk);
      lost += 1;
      here.destroy();
      there.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, lost: () => lost, close: () => server.close() };
}

const start = () =>
  createApp({
    config: readConfig({
      DATABASE_URL: database.url,
      SECRET: 'test-secret-of-sufficient-length',
      PORT: '0',
      HOST: '127.0.0.1',
      SMTP_PORT: String(smtpPort),
      SMTP_URL: postfix.url,
      PUBLIC_URL: 'https://desk.example.com',
      VERIFY_SENDERS: '0',
      LOG_LEVEL: 'silent',
    }),
    databaseUrl: database.url,
    log: pino({ level: 'silent' }),
    poolSize: 5,
  });

describe.skipIf(missing !== null)('a real Postfix', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    [database, customers, smtpPort] = await Promise.all([testDatabase(), mailPeer(), freePort()]);
    line = await openLossyLine(smtpPort);
    postfix = await startPostfix({
      routes: {
        'secure@desk.example.com': `smtp-tls:[127.0.0.1]:${smtpPort}`,
        'unheard@desk.example.com': `smtp:[127.0.0.1]:${line.port}`,
        'desk.example.com': `smtp:[127.0.0.1]:${smtpPort}`,
        'example.com': `smtp:[127.0.0.1]:${new URL(customers.url).port}`,
      },
      main: { message_size_limit: String(60 * MB) },
    });
    app = await start();
    department = await aDepartment(app.desk, { slug: 'claims' });
    await app.desk.db
      .insertInto('address')
      .values(
        ['secure', 'unheard', '窓口'].map((name) => ({
          canonical: `${name}@desk.example.com`,
          department_id: department.id,
        })),
      )
      .execute();
    transport = createTransport({ host: '127.0.0.1', port: postfix.port, ignoreTLS: true });
  }, 60_000);
  afterAll(async () => {
    transport?.close();
    await app?.close();
    await postfix?.close();
    line?.close();
    await customers?.close();
    await database?.drop();
  });

  /** Hands a message to Postfix, as a mail program would. Returns its Message-ID. */
  const submit = async (given: { from?: string; to?: string | string[]; subject?: string; raw?: Buffer }) => {
    const { from = 'rita@example.com', to = department.address, subject = 'Roof' } = given;
    const messageId = `<${v7()}@example.com>`;
    const head = `From: Rita <${from}>\r\nTo: ${String(to)}\r\nSubject: ${subject}\r\nMessage-ID: ${messageId}\r\n`;
    const raw = given.raw ?? Buffer.from('\r\nIt leaks.\r\n');
    await transport.sendMail({ envelope: { from, to }, raw: Buffer.concat([Buffer.from(head), raw]) });
    return messageId;
  };
  const stored = async (messageId: string) => {
    const { rows } = await sql<{ id: string; status: string; ticketId: string | null; raw: Buffer; to: string[] }>`
      select m.id, m.status, m.ticket_id as "ticketId", b.content as raw, m.envelope_to as "to"
      from inbound_message m join blob b on b.sha256 = m.raw_sha256
      where m.message_id = ${messageId}`.execute(app.desk.db);
    return rows;
  };
  /** The one inbound message with that id, decided. */
  const taken = (messageId: string) =>
    vi.waitFor(async () => {
      const [first, ...more] = await stored(messageId);
      expect(more).toEqual([]);
      expect(first?.status, postfix.log().slice(-2_000)).toBe('DONE');
      return first!;
    }, PATIENCE);
  const commentOf = (ticketId: string | null) =>
    app.desk.db.selectFrom('comment').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute();
  const inboundCount = async () => {
    const { count } = await app.desk.db
      .selectFrom('inbound_message')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  const isEmpty = () => vi.waitFor(async () => expect(await postfix.queue()).toMatch(/is empty/u), PATIENCE);
  const atCustomers = (test: (mail: Received) => boolean) =>
    vi.waitFor(() => {
      const mail = customers.received.find(test);
      expect(mail, postfix.log().slice(-2_000)).toBeDefined();
      return mail!;
    }, PATIENCE);

  it('hands over a mail, in plain and where it insists on TLS', async () => {
    const plain = await taken(await submit({}));
    const [comment] = await commentOf(plain.ticketId);
    expect(comment).toMatchObject({ body_text: 'It leaks.', visibility: 'PUBLIC', via: 'MAIL' });
    await taken(await submit({ to: 'secure@desk.example.com' }));
    expect(postfix.log()).toMatch(/smtp-tls\S*: Untrusted TLS connection established to 127\.0\.0\.1\S+: TLSv1\.3/u);
  });

  it('pipelines: whom the desk knows gets the mail, whom it does not is bounced with its 550', async () => {
    const nobody = 'nobody@desk.example.com';
    const from = `piper-${v7().slice(-8)}@example.com`;
    const { to } = await taken(await submit({ from, to: [department.address, nobody] }));
    expect(to).toEqual([department.address]);
    const bounce = await atCustomers((mail) => mail.from === '' && mail.to.includes(from));
    const said = oneLine(bounce.raw);
    expect(said).toContain(`said: 550 There is no such address here: ${nobody}`);
    expect(said).toContain('Action: failed');
    expect(said).not.toContain(`rfc822;${department.address}`);
    await isEmpty();
  });

  it('hands over addresses and headers beyond ASCII as they are (SMTPUTF8), and gets the answer to them', async () => {
    const from = `müller-${v7().slice(-8)}@example.com`;
    const to = '窓口@desk.example.com';
    const message = await taken(await submit({ from, to, subject: '屋根が漏れる' }));
    expect(message.to).toEqual([to]);
    const ticket = await app.desk.db
      .selectFrom('ticket')
      .innerJoin('address', 'address.person_id', 'ticket.requester_id')
      .select(['subject', 'canonical'])
      .where('ticket.id', '=', message.ticketId)
      .executeTakeFirstOrThrow();
    expect(ticket).toEqual({ subject: '屋根が漏れる', canonical: from });
    const answer = await atCustomers((mail) => mail.to.includes(from));
    expect(answer.mail.to).toEqual([{ name: '', address: from }]);
  });

  it('hands over eight-bit bodies byte by byte, dots and long lines as well', async () => {
    const text = `Grüße aus Łódź\r\n.\r\n..\r\n.dot\r\n${'ä'.repeat(400)}\r\n`;
    const body = `MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`;
    const { raw, ticketId } = await taken(await submit({ raw: Buffer.from(body) }));
    expect(raw.subarray(-Buffer.byteLength(text)).equals(Buffer.from(text))).toBe(true);
    const [comment] = await commentOf(ticketId);
    expect(comment?.body_text).toBe(text.replaceAll('\r\n', '\n').trim());
  });

  it('hands over a mail just below the size limit', async () => {
    const lines = Math.floor((MAIL_LIMITS.bytes - 4_096) / 78);
    const file = Buffer.alloc(lines * 78, `${'QUJD'.repeat(19)}\r\n`);
    const head =
      'MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name="roof.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    const { ticketId } = await taken(await submit({ raw: Buffer.concat([Buffer.from(head), file]) }));
    const [comment] = await commentOf(ticketId);
    const attached = await app.desk.db
      .selectFrom('attachment')
      .select(['name', 'size'])
      .where('comment_id', '=', comment!.id)
      .execute();
    expect(attached).toEqual([{ name: 'roof.bin', size: lines * 57 }]);
  });

  it('bounces a larger one at once, by the size that the desk announces, and hands nothing over', async () => {
    const before = await inboundCount();
    const from = `big-${v7().slice(-8)}@example.com`;
    await submit({ from, raw: Buffer.alloc(MAIL_LIMITS.bytes + MB, `\r\n${'x'.repeat(76)}`) });
    const bounce = await atCustomers((mail) => mail.from === '' && mail.to.includes(from));
    expect(oneLine(bounce.raw)).toContain(`exceeds size limit ${MAIL_LIMITS.bytes} of server`);
    expect(await inboundCount()).toBe(before);
    await isEmpty();
  });

  it('keeps a mail while the desk is away, and hands it over once when it is back', async () => {
    await app.close();
    const messageId = await submit({});
    await vi.waitFor(() => expect(postfix.log()).toContain('status=deferred'), PATIENCE);
    expect(await postfix.isEmpty()).toBe(false);
    app = await start();
    await postfix.flush();
    const message = await taken(messageId);
    await isEmpty();
    await postfix.flush();
    expect(await stored(messageId)).toHaveLength(1);
    expect(await commentOf(message.ticketId)).toHaveLength(1);
  });

  it('hands a mail over again when it did not hear that the desk has it, and the desk has it once', async () => {
    const messageId = await submit({ to: 'unheard@desk.example.com' });
    await vi.waitFor(() => expect(postfix.log()).toMatch(/lost connection .* while sending end of data/u), PATIENCE);
    const first = await taken(messageId);
    await postfix.flush();
    await isEmpty();
    expect(line.lost()).toBe(1);
    expect(postfix.log()).toContain(`status=sent (250 Stored as ${first.id})`);
    expect((await taken(messageId)).id).toBe(first.id);
    expect(await commentOf(first.ticketId)).toHaveLength(1);
  });

  it('in front of the desk, set up as docs/operation.md says, refuses at once whom the desk does not know', async () => {
    const lines = mainLinesIn(readFileSync(new URL('../../../../docs/operation.md', import.meta.url), 'utf8'));
    expect(lines['transport_maps']).toContain('[127.0.0.1]:2525');
    const transport_maps = (lines['transport_maps'] ?? '').replace('2525', String(smtpPort));
    const front = await startPostfix({ main: { ...lines, transport_maps, address_verify_poll_delay: '1s' } });
    const client = createTransport({ host: '127.0.0.1', port: front.port, ignoreTLS: true });
    const hand = (to: string, raw: string) => client.sendMail({ envelope: { from: 'rita@example.com', to }, raw });
    try {
      const messageId = `<${v7()}@example.com>`;
      await hand(department.address, `From: rita@example.com\r\nMessage-ID: ${messageId}\r\n\r\nIt leaks.\r\n`);
      expect(await taken(messageId)).toMatchObject({ to: [department.address] });
      const unknown = hand('nobody@desk.example.com', 'From: rita@example.com\r\n\r\nIt leaks.\r\n');
      await expect(unknown).rejects.toMatchObject({
        responseCode: 550,
        message: expect.stringContaining('no such address'),
      });
      await expect(hand('rita@elsewhere.example', 'x')).rejects.toMatchObject({ responseCode: 550 });
      expect(await front.isEmpty()).toBe(true);
    } finally {
      client.close();
      await front.close();
    }
  });

  it('reports what it could not deliver, and the desk marks delivery and address', async () => {
    const gone = await aPerson(app.desk, { name: 'Gone Customer' });
    const address = gone.address!;
    customers.refuse.set(address, { code: 550, message: '5.1.1 No such user here', times: 9 });
    const agent = await aPerson(app.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
    const { ticketId } = await taken(await submit({ from: address }));
    await addComment(app.desk, agent, { ticketId: ticketId!, body: 'On its way.', visibility: 'PUBLIC' });
    await vi.waitFor(async () => {
      const deliveries = await app.desk.db
        .selectFrom('outbound_message')
        .select(['status', 'last_error'])
        .where('ticket_id', '=', ticketId)
        .orderBy('id')
        .execute();
      expect(deliveries.length).toBeGreaterThan(0);
      expect(deliveries.map(({ status }) => status)).toEqual(deliveries.map(() => 'FAILED'));
      expect(deliveries[0]?.last_error).toMatch(/^It came back: .*550 5\.1\.1 No such user here/u);
      const { undeliverable_since: since } = await app.desk.db
        .selectFrom('address')
        .select('undeliverable_since')
        .where('canonical', '=', address)
        .executeTakeFirstOrThrow();
      expect(since).not.toBeNull();
    }, PATIENCE);
    // A report on our mail is not answered: nothing is left to go round.
    await isEmpty();
    expect(await commentOf(ticketId)).toHaveLength(2);
  });
});
