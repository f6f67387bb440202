import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate } from '../../src/platform/auth/authenticate.ts';
import { aDepartment } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const command = fileURLToPath(new URL('../../src/cli/desk.ts', import.meta.url));
let desk: TestDesk;
let department: { id: string; slug: string; address: string };

beforeAll(async () => {
  desk = await testDesk();
  department = await aDepartment(desk, { slug: 'claims' });
});
afterAll(() => desk.close());

/** Runs `desk` as a person at a terminal would, on the test's database. */
function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return runOn(desk.url, ...args);
}

function runOn(url: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, DATABASE_URL: url, SECRET: 'test-secret', VERIFY_SENDERS: '0' };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

describe('the command line', () => {
  it('makes a person and a token: the token stands alone on stdout, and is theirs', async () => {
    const person = ['--email', 'Ada@example.com', '--name', 'Ada Lind', '--role', 'agent', '--departments', 'claims'];
    expect(await run('person', 'create', ...person)).toMatchObject({ code: 0 });
    const { code, stdout } = await run('token', 'create', '--email', 'ada@example.com');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cd_\S+\n$/);
    const viewer = await authenticate(desk, { authorization: `Bearer ${stdout.trim()}` });
    expect(viewer).toMatchObject({ name: 'Ada Lind', role: 'AGENT', departmentIds: [department.id] });
  });

  it('simulates a mail without writing anything', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'copydesk-cli-')), 'mail.eml');
    await writeFile(
      file,
      `From: Nora <nora@example.com>\r\nTo: ${department.address}\r\nSubject: Hail\r\n\r\nMy car.\r\n`,
    );
    const { code, stdout } = await run('simulate', file, '--department', 'claims');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      effect: 'TICKET',
      visibility: 'PUBLIC',
      decision: { outcome: 'PUBLIC' },
    });
    const envelope = ['--from', 'nora@example.com', '--to', department.address, '--by', '192.0.2.1'];
    const byRecipients = await run('simulate', file, ...envelope, '--confidence', 'unproven');
    expect(JSON.parse(byRecipients.stdout)).toMatchObject({ effect: 'SUSPEND', decision: { rule: 'sender-unproven' } });
    expect(await desk.db.selectFrom('ticket').select('id').execute()).toEqual([]);

    const elsewhere = path.join(path.dirname(file), 'elsewhere.eml');
    await writeFile(elsewhere, 'From: nora@example.com\r\nTo: otto@example.com\r\n\r\nMy car.\r\n');
    const nobodys = await run('simulate', elsewhere);
    expect(nobodys).toMatchObject({ code: 1, stdout: '' });
    expect(nobodys.stderr).toMatch(/^No department takes mail for the recipients .+\.\n$/u);
  });

  it('says in a sentence that the database is out of reach', async () => {
    const create = ['token', 'create', '--email', 'ada@example.com'];
    const { code, stdout, stderr } = await runOn('postgres://127.0.0.1:1/nothing', ...create);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/DATABASE_URL.*\n$/u);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it('fills a desk with tickets', async () => {
    expect(await run('demo', '--tickets', '20')).toMatchObject({ code: 0 });
    expect(await desk.db.selectFrom('ticket').select('id').execute()).toHaveLength(20);
  });

  it.each([
    [['token', 'create', '--email', 'nobody@example.com'], /nobody@example\.com/],
    [['person', 'create', '--email', 'x@example.com', '--name', 'X', '--role', 'boss'], /role/],
    [['simulate', '/no/such/file.eml', '--department', 'claims'], /file\.eml cannot be read/],
    [['simulate', '/dev/null', '--department', 'claims'], /\/dev\/null is empty/],
    [['simulate', '/', '--department', 'claims'], /^\/ cannot be read/],
    [['frobnicate'], /frobnicate|token create/],
  ])('says in a sentence what is wrong with %j', async (args, sentence) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it.each([[[]], [['token', 'create']], [['person', 'create']], [['demo']], [['simulate']]])(
    'explains %j with --help',
    async (args) => {
      const { code, stdout } = await run(...args, '--help');
      expect(code).toBe(0);
      expect(stdout).toContain('desk');
    },
  );
});
