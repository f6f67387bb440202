import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { changeMailAccount, createMailAccount, startMailAccounts } from '../../src/features/mail-accounts/index.ts';
import type { CreateMailAccount } from '../../src/features/mail-accounts/configure-mail-accounts.ts';
import { receiveRawMail } from '../../src/features/inbound/index.ts';
import { MAIL_LIMITS } from '../../src/platform/mail/parse/parsed-mail.ts';
import { mailCertificate } from '../../src/platform/mail/smtp-in/certificate.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { runningDesk } from '../support/running-desk.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { missingDovecot, openLine, PASSWORD, startDovecot, type Dovecot } from './dovecot.ts';

const missing = missingDovecot();
const PATIENCE = { timeout: 15_000, interval: 40 };

let desk: TestDesk;
let dovecot: Dovecot;
let address: string;
let worker: { stop(): Promise<void> } | null = null;
let users = 0;

describe.skipIf(missing !== null)('mail accounts, with a real Dovecot', { timeout: 40_000 }, () => {
  beforeAll(async () => {
    desk = await testDesk();
    dovecot = await startDovecot(mailCertificate(desk.config));
    ({ address } = await aDepartment(desk, { slug: 'claims' }));
  }, 30_000);
  afterEach(async () => {
    await worker?.stop();
    worker = null;
    await desk.db.deleteFrom('mail_account').execute();
  });
  afterAll(async () => {
    await dovecot?.close();
    await desk?.close();
  });

  const aUser = () => `user${(users += 1)}`;
  const account = (username: string, more: Partial<CreateMailAccount> = {}) =>
    createMailAccount(desk, 'COMMAND_LINE', {
      name: username,
      host: '127.0.0.1',
      port: dovecot.port,
      security: 'NONE',
      username,
      password: PASSWORD,
      deliverTo: address,
      ...more,
    });
  const start = (receive = receiveRawMail) => {
    worker = startMailAccounts(desk, { url: desk.url, everyMs: 50, receive });
  };
  const mail = (subject: string, body = 'Hello.') =>
    Buffer.from(
      `Return-Path: <rita@example.com>\r\nFrom: Rita <rita@example.com>\r\nTo: x@y.test\r\nSubject: ${subject}\r\n` +
        `Message-ID: <${subject}@example.com>\r\n\r\n${body}\r\n`,
    );
  const put = (username: string, subject: string, mailbox = 'INBOX') =>
    dovecot.as(username, (client) => client.append(mailbox, mail(subject)));
  const received = async (subject: string) => {
    const { rows } = await desk.orm.em
      .getConnection()
      .execute<{ envelope_from: string; envelope_to: string[] }[]>(
        `select m.envelope_from, m.envelope_to from inbound_message m join blob b on b.sha256 = m.raw_sha256
         where position(convert_to(?, 'UTF8') in b.content) > 0`,
        [`Subject: ${subject}\r\n`],
      )
      .then((rows) => ({ rows }));
    return rows;
  };
  const row = (id: string) =>
    desk.db.selectFrom('mail_account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const reaches = (id: string, state: Record<string, unknown>) =>
    vi.waitFor(async () => expect(await row(id)).toMatchObject(state), PATIENCE);
  const inMailbox = (username: string, mailbox = 'INBOX') =>
    dovecot.as(username, async (client) => {
      await client.mailboxOpen(mailbox, { readOnly: true });
      const all = await client.fetchAll('1:*', { envelope: true, flags: true }).catch(() => []);
      return all.map(({ envelope, flags }) => `${envelope?.subject ?? ''}${flags?.has('\\Seen') ? ' seen' : ''}`);
    });

  it('takes in what lies there and what arrives while it waits, from several mailboxes', async () => {
    const [one, two] = [aUser(), aUser()];
    await put(one, 'several-1');
    await dovecot.as(two, (client) => client.mailboxCreate('Support'));
    await put(two, 'several-2', 'Support');
    await put(two, 'several-not-this-box');
    const ids = [await account(one), await account(two, { mailbox: 'Support' })];
    start();
    for (const id of ids) await reaches(id, { state: 'CONNECTED', last_uid: '1', last_error: null });
    expect(await received('several-1')).toEqual([{ envelope_from: 'rita@example.com', envelope_to: [address] }]);
    // By IDLE: the poll would come a minute later.
    await put(one, 'several-idle');
    await put(two, 'several-idle-2', 'Support');
    for (const id of ids) await reaches(id, { last_uid: '2' });
    expect(await received('several-idle')).toHaveLength(1);
    expect(await received('several-idle-2')).toHaveLength(1);
    expect(await received('several-not-this-box')).toEqual([]);
    expect(await inMailbox(one)).toEqual(['several-1 seen', 'several-idle seen']);
    expect((await row(ids[0]!)).last_message_at).not.toBeNull();
  });

  it.each(['MOVE', 'DELETE'] as const)('leaves the mailbox empty by %s', async (afterwards) => {
    const user = aUser();
    await dovecot.as(user, (client) => client.mailboxCreate('Archive'));
    await put(user, `${afterwards}-1`);
    await put(user, `${afterwards}-2`);
    const id = await account(user, { afterwards, moveTo: afterwards === 'MOVE' ? 'Archive' : null });
    start();
    await reaches(id, { last_uid: '2' });
    expect(await inMailbox(user)).toEqual([]);
    expect(await inMailbox(user, 'Archive')).toEqual(afterwards === 'MOVE' ? ['MOVE-1', 'MOVE-2'] : []);
    expect(await received(`${afterwards}-1`)).toHaveLength(1);
    expect(await received(`${afterwards}-2`)).toHaveLength(1);
  });

  it('says which mailbox it cannot move to, and goes on once it is there', async () => {
    const user = aUser();
    await put(user, 'nowhere');
    const id = await account(user, { afterwards: 'MOVE', moveTo: 'Nowhere' });
    start();
    await reaches(id, {
      state: 'FAILED',
      last_error: 'A mail cannot be moved to "Nowhere": make that mailbox at the server, or name another.',
    });
    expect(await inMailbox(user)).toEqual(['nowhere']);
    await dovecot.as(user, (client) => client.mailboxCreate('Nowhere'));
    await reaches(id, { state: 'CONNECTED', last_uid: '1', last_error: null });
    expect(await received('nowhere')).toHaveLength(1);
  });

  it('survives a restart of the mail server', async () => {
    const user = aUser();
    const id = await account(user);
    start();
    await reaches(id, { state: 'CONNECTED' });

    await dovecot.stop();

    await reaches(id, { state: 'FAILED', last_error: expect.stringMatching(/Nothing listens|broke/u) as string });

    await dovecot.start();

    await put(user, 'after-restart');
    await reaches(id, { state: 'CONNECTED', last_uid: '1' });
    expect(await received('after-restart')).toHaveLength(1);
  });

  it('reads everything again when UIDs mean something else, and takes in what is new alone', async () => {
    const user = aUser();
    await dovecot.as(user, (client) => client.mailboxCreate('Support'));
    await put(user, 'validity-1', 'Support');
    await put(user, 'validity-2', 'Support');
    const id = await account(user, { mailbox: 'Support' });
    start();
    await reaches(id, { last_uid: '2' });
    const before = (await row(id)).uid_validity;
    await worker?.stop();
    await dovecot.as(user, (client) => client.mailboxDelete('Support'));
    await dovecot.as(user, (client) => client.mailboxCreate('Support'));
    for (const subject of ['validity-new', 'validity-1', 'validity-2']) await put(user, subject, 'Support');
    start();
    await reaches(id, { last_uid: '3' });
    expect((await row(id)).uid_validity).not.toBe(before);
    for (const subject of ['validity-new', 'validity-1', 'validity-2']) expect(await received(subject)).toHaveLength(1);
  });

  it('takes a mail in once when it is cut off between the commit and the flag', async () => {
    const user = aUser();
    await put(user, 'cut');
    const line = await openLine(dovecot.port);
    const id = await account(user, { port: line.port });
    let cuts = 0;
    let whenStored: string[] = [];
    start(async (to, given) => {
      const stored = await receiveRawMail(to, given);
      if ((cuts += 1) > 1) return stored;
      whenStored = await inMailbox(user);
      line.cut();
      return stored;
    });
    await reaches(id, { state: 'CONNECTED', last_uid: '1' });
    expect(cuts).toBe(2);
    expect(whenStored).toEqual(['cut']);
    expect(await received('cut')).toHaveLength(1);
    expect(await inMailbox(user)).toEqual(['cut seen']);
    await worker?.stop();
    await line.close();
  });

  it('does nothing to a mail that could not be stored', async () => {
    const user = aUser();
    await put(user, 'not-stored');
    const id = await account(user, { afterwards: 'DELETE' });
    start(() => Promise.reject(new Error('the disk is full')));
    await reaches(id, {
      state: 'FAILED',
      last_uid: '0',
      last_error: expect.stringContaining('the disk is full') as string,
    });
    expect(await inMailbox(user)).toEqual(['not-stored']);
  });

  it('says in a sentence why it cannot sign in, and tries what was corrected at once', async () => {
    const user = aUser();
    const id = await account(user, { password: 'wrong' });
    start();
    await reaches(id, {
      state: 'FAILED',
      last_error: '127.0.0.1 refuses the user name or the password: correct them here, or allow IMAP at the provider.',
    });
    await changeMailAccount(desk, 'COMMAND_LINE', { id, password: PASSWORD });
    await reaches(id, { state: 'CONNECTED', last_error: null });
  });

  it('says what else is wrong with a server', async () => {
    const cases = [
      [await account(aUser(), { mailbox: 'None' }), 'There is no mailbox "None" at 127.0.0.1'],
      [await account(aUser(), { security: 'STARTTLS' }), 'The certificate of 127.0.0.1 is not trusted'],
      [
        await account(aUser(), { security: 'TLS', port: dovecot.tlsPort }),
        'The certificate of 127.0.0.1 is not trusted',
      ],
      [await account(aUser(), { security: 'TLS' }), 'does not speak that kind of encryption'],
      [await account(aUser(), { port: 1 }), 'Nothing listens at 127.0.0.1, port 1'],
      [await account(aUser(), { host: 'mail.invalid' }), 'No server is known by the name mail.invalid'],
    ] as const;
    start();
    for (const [id, sentence] of cases)
      await reaches(id, { state: 'FAILED', last_error: expect.stringContaining(sentence) as string });
  });

  it('leaves a mail that is too large unread where it lies, says so, and takes in the next', async () => {
    const user = aUser();
    const large = mail(
      'large',
      'x'
        .repeat(70)
        .concat('\r\n')
        .repeat(Math.ceil(MAIL_LIMITS.bytes / 72)),
    );
    await dovecot.as(user, (client) => client.append('INBOX', large));
    await put(user, 'not-large');
    const id = await account(user, { afterwards: 'DELETE' });
    start();
    await reaches(id, {
      last_uid: '2',
      skipped: 1,
      last_skipped: 'Message 1 of INBOX has 26 MB, more than the desk takes: it lies there unread.',
    });
    expect(await inMailbox(user)).toEqual(['large']);
    expect(await received('large')).toEqual([]);
    expect(await received('not-large')).toHaveLength(1);
  });

  it('reads nothing for an address that is nobody’s any more', async () => {
    const user = aUser();
    await put(user, 'nobody');
    const gone = await aDepartment(desk, { slug: 'gone' });
    const id = await account(user, { deliverTo: gone.address });
    await desk.db.deleteFrom('address').where('canonical', '=', gone.address).execute();
    start();
    await reaches(id, { state: 'FAILED', last_error: expect.stringContaining('no support address') as string });
    expect(await inMailbox(user)).toEqual(['nobody']);
  });

  it('is done by one process at a time; the next takes over', async () => {
    const user = aUser();
    const id = await account(user);
    const by: string[] = [];
    const node = (name: string) =>
      startMailAccounts(desk, {
        url: desk.url,
        everyMs: 50,
        receive: (to, given) => {
          by.push(name);
          return receiveRawMail(to, given);
        },
      });
    const first = node('first');
    await reaches(id, { state: 'CONNECTED' });
    const second = node('second');
    await put(user, 'turn-1');
    await reaches(id, { last_uid: '1' });
    await first.stop();
    await put(user, 'turn-2');
    await reaches(id, { state: 'CONNECTED', last_uid: '2' });
    await second.stop();
    expect(by).toEqual(['first', 'second']);
    expect(await row(id)).toMatchObject({ state: 'WAITING' });
  });

  it('goes on when the database has ended the session of its turn', async () => {
    const user = aUser();
    const id = await account(user);
    start();
    await reaches(id, { state: 'CONNECTED' });
    const sessions = sql<{ pid: number }>`select pid from pg_stat_activity
      where application_name = 'copydesk mail accounts' and datname = current_database()`;
    const [before] = (await sessions.execute(desk.db)).rows;
    await sql`select pg_terminate_backend(${before?.pid})`.execute(desk.db);
    await vi.waitFor(async () => {
      const [after] = (await sessions.execute(desk.db)).rows;
      expect(after).toBeDefined();
      expect(after).not.toEqual(before);
    }, PATIENCE);
    await put(user, 'session');
    await reaches(id, { state: 'CONNECTED', last_uid: '1' });
    expect(await received('session')).toHaveLength(1);
  });

  it('reads no more once it is disabled', async () => {
    const user = aUser();
    const id = await account(user);
    start();
    await reaches(id, { state: 'CONNECTED' });
    await changeMailAccount(desk, 'COMMAND_LINE', { id, enabled: false });
    await vi.waitFor(() => expect(dovecot.log()).toMatch(new RegExp(`imap\\(${user}\\).*Logged out`, 'u')), PATIENCE);
    expect(await row(id)).toMatchObject({ state: 'DISABLED' });
  });

  it('makes a ticket of a mail, in a whole desk', async () => {
    await using whole = await runningDesk();
    const user = aUser();
    const admin = await aPerson(whole.desk, { name: 'Amy', role: 'ADMIN' });
    const department = await aDepartment(whole.desk, { slug: 'whole' });
    const made = await whole.ask(
      admin,
      `mutation ($input: CreateMailAccountInput!) { createMailAccount(input: $input) { errors { message } mailAccount { state } } }`,
      {
        input: {
          name: 'Whole',
          host: '127.0.0.1',
          port: dovecot.port,
          security: 'NONE',
          username: user,
          password: PASSWORD,
          deliverTo: department.address,
        },
      },
    );
    expect(made.data.createMailAccount).toEqual({ errors: [], mailAccount: { state: 'WAITING' } });
    await put(user, 'whole');
    await vi.waitFor(async () => {
      const { data } = await whole.ask(
        admin,
        '{ tickets { edges { node { subject } } } mailAccounts { state lastMessageAt } }',
      );
      expect(data.tickets.edges).toEqual([{ node: { subject: 'whole' } }]);
      expect(data.mailAccounts).toEqual([{ state: 'CONNECTED', lastMessageAt: expect.any(String) as string }]);
    }, PATIENCE);
  });
});
