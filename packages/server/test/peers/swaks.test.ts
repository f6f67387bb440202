import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboundDesk, type InboundDesk } from '../inbound/inbound-desk.ts';
import { fresh } from '../inbound/inbound-scene.ts';
import { aDepartment } from '../support/people.ts';
import { missingPeer } from '../support/real-peer.ts';

const run = promisify(execFile);
const SWAKS = ['/usr/bin/swaks', '/usr/local/bin/swaks', '/opt/homebrew/bin/swaks'].find((file) => existsSync(file));
const missing = missingPeer(
  'swaks',
  SWAKS !== undefined,
  'swaks was not found: install swaks and libnet-ssleay-perl to run these tests.',
);

let inbound: InboundDesk;
let support: string;
let directory: string;

describe.skipIf(missing !== null)('swaks', { timeout: 30_000 }, () => {
  beforeAll(async () => {
    inbound = await inboundDesk();
    support = (await aDepartment(inbound.desk, { slug: 'claims' })).address;
    directory = mkdtempSync(path.join(tmpdir(), 'copydesk-swaks-'));
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await inbound.close();
  });

  /** What swaks and the desk said to each other, and how swaks ended. */
  const swaks = async (...options: string[]) => {
    const all = ['--server', `127.0.0.1:${inbound.port}`, '--helo', 'peer.example.com', '--to', support, ...options];
    try {
      return { said: (await run(SWAKS ?? 'swaks', all)).stdout, code: 0 };
    } catch (error) {
      const { stdout, code } = error as { stdout: string; code: number };
      return { said: stdout, code };
    }
  };
  const file = (name: string, content: string | Buffer) => {
    const at = path.join(directory, name);
    writeFileSync(at, content);
    return at;
  };
  /** Sends, and waits for what becomes of it. */
  const send = async (...options: string[]) => {
    const { said, code } = await swaks(...options);
    const id = /250 Stored as (\S+)/u.exec(said)?.[1];
    expect([code, id === undefined], said).toEqual([0, false]);
    const message = await inbound.settled(id ?? '');
    const [comment] = message.ticket_id ? await inbound.comments(message.ticket_id) : [];
    return { said, message, comment: comment! };
  };

  it('sends a mail, which becomes a ticket', async () => {
    const from = fresh('rita');
    const { message, comment } = await send('--from', from, '--header', 'Subject: Roof', '--body', 'It leaks.');
    expect(message).toMatchObject({ status: 'DONE', envelope_from: from, helo: 'peer.example.com', subject: 'Roof' });
    expect(comment).toMatchObject({ body_text: 'It leaks.', visibility: 'PUBLIC' });
  });

  it.each([['--tls'], ['--pipeline'], ['--tls --pipeline'], ['--protocol SMTP']])('sends with %s', async (option) => {
    const { said, message } = await send('--from', fresh('rita'), ...option.split(' '));
    expect(message.status).toBe('DONE');
    if (option.includes('--tls')) expect(said).toMatch(/TLS started with cipher TLSv1\.3/u);
    if (option.includes('--pipeline')) expect(said).toMatch(/^ [-~]> RCPT TO.*\n [-~]> DATA$/mu);
  });

  it('is told that there is no such recipient', async () => {
    const nobody = await swaks('--from', fresh('rita'), '--to', 'nobody@desk.example.com');
    expect(nobody.said).toContain('<** 550 There is no such address here: nobody@desk.example.com');
    expect(nobody.code).toBe(24);
    // Some of them known: those get it.
    const some = await send('--from', fresh('rita'), '--to', `nobody@desk.example.com,${support}`, '--pipeline');
    expect(some.message.envelope_to).toEqual([support]);
  });

  it('sends a file whose lines begin with dots, and bytes beyond ASCII', async () => {
    const text = '.\n..\n.hidden\n.. and more\nGrüße\n';
    const data = `From: ${fresh('rita')}\nTo: ${support}\nSubject: Dots\nMessage-ID: <${v7()}@example.com>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${text}`;
    const { comment } = await send('--from', fresh('rita'), '--data', `@${file('dots.eml', data)}`);
    expect(comment.body_text).toBe(text.trim());
  });

  it('attaches files', async () => {
    const content = Buffer.from([0, 255, 13, 10, 46, 13, 10, 1]);
    const attach = ['--attach-type', 'image/png', '--attach-name', 'roof.png'];
    const at = `@${file('roof.png', content)}`;
    const { comment } = await send('--from', fresh('rita'), '--body', 'See the roof.', ...attach, '--attach', at);
    const { rows: attached } = await sql`
      select a.name, a.content_type as type, b.content from attachment a join blob b on b.sha256 = a.sha256
      where a.comment_id = ${comment.id}`.execute(inbound.desk.db);
    expect(attached).toEqual([{ name: 'roof.png', type: 'image/png', content }]);
    expect(comment.body_text).toBe('See the roof.');
  });

  it('repeats headers: two From are held back, two Subject are not', async () => {
    const twice = await send('--from', fresh('rita'), '--add-header', `From: ${fresh('mallory')}`);
    expect(twice.message).toMatchObject({ status: 'SUSPENDED', suspended_by: 'malformed' });
    const subjects = await send('--from', fresh('rita'), '--header', 'Subject: One', '--add-header', 'Subject: Two');
    expect(subjects.message.status).toBe('DONE');
  });

  it('sends from nobody, and what is automatic: neither opens a ticket', async () => {
    const bounce = await send('--from', '<>', '--h-From', `MAILER-DAEMON <daemon@example.com>`);
    expect(bounce.message).toMatchObject({ status: 'SUSPENDED', suspended_by: 'automatic-reply', envelope_from: '' });
    const away = await send('--from', fresh('rita'), '--add-header', 'Auto-Submitted: auto-replied');
    expect(away.message).toMatchObject({ status: 'SUSPENDED', suspended_by: 'automatic-reply', ticket_id: null });
  });

  it('hangs up in the midst of a mail, and nothing of it is kept', async () => {
    const count = async () => (await inbound.desk.db.selectFrom('inbound_message').select('id').execute()).length;
    const before = await count();
    for (const after of ['mail', 'rcpt', 'data']) await swaks('--from', fresh('rita'), '--drop-after-send', after);
    expect(await count()).toBe(before);
  });
});
