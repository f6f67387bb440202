import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, greets } from '../support/ports.ts';
import { missingPeer } from '../support/real-peer.ts';

const run = promisify(execFile);
const SBIN = '/usr/sbin';
const DAEMONS = ['/usr/lib/postfix/sbin', '/usr/libexec/postfix'].find((directory) => existsSync(directory));

/** Null where Postfix can be run; else what is missing, in a sentence. */
export function missingPostfix(): string | null {
  if (process.getuid?.() !== 0) return missingPeer('postfix', false, 'Postfix can be run by root alone.');
  const isThere = DAEMONS !== undefined && existsSync(`${SBIN}/postfix`);
  return missingPeer('postfix', isThere, 'Postfix was not found: install postfix to run these tests.');
}

export type Postfix = Awaited<ReturnType<typeof startPostfix>>;

export type PostfixOptions = {
  /** Where mail goes, by recipient or by domain: `{ 'desk.example.com': 'smtp:[127.0.0.1]:2525' }`; or `main` says it. */
  routes?: Readonly<Record<string, string>>;
  /** Lines of main.cf beyond those that a test needs to run. */
  main?: Readonly<Record<string, string>>;
};

/** A real Postfix with a configuration and a queue of its own, in a temporary directory, on a free port. It asks no DNS. */
export async function startPostfix({ routes = {}, main = {} }: PostfixOptions) {
  const directory = mkdtempSync(path.join(tmpdir(), 'copydesk-postfix-'));
  const port = await freePort();
  await prepare(directory, port, { routes, main });
  const config = path.join(directory, 'conf');
  const child = spawn(`${SBIN}/postfix`, ['-c', config, 'start-fg'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let tries = 0; !(await greets(port)); tries += 1) {
    if (child.exitCode !== null || tries > 400) throw new Error(`Postfix did not start: ${said} ${logOf(directory)}`);
    await pause(25);
  }
  const queue = async () => (await run(`${SBIN}/postqueue`, ['-c', config, '-p'])).stdout;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    /** What Postfix wrote down so far. */
    log: () => logOf(directory),
    /** The queue as `postqueue -p` lists it. */
    queue,
    isEmpty: async () => (await queue()).startsWith('Mail queue is empty'),
    /** Tries all that waits, now. */
    flush: () => run(`${SBIN}/postqueue`, ['-c', config, '-f']),
    async close() {
      await stop(child, config);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function stop(child: ChildProcess, config: string): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  await run(`${SBIN}/postfix`, ['-c', config, 'stop']).catch(() => child.kill('SIGTERM'));
  await gone;
}

function logOf(directory: string): string {
  const file = path.join(directory, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function prepare(directory: string, port: number, { routes, main }: Required<PostfixOptions>): Promise<void> {
  // Its daemons are the user postfix, and must find their way here.
  chmodSync(directory, 0o755);
  for (const name of ['conf', 'queue', 'data']) mkdirSync(path.join(directory, name));
  await run('chown', ['postfix', path.join(directory, 'data')]);
  const settings = { ...settingsOf(directory), transport_maps: inline(routes), ...main };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(path.join(directory, 'conf', 'main.cf'), `${lines.join('\n')}\n`);
  writeFileSync(path.join(directory, 'conf', 'master.cf'), servicesOn(port));
}

const inline = (table: Readonly<Record<string, string>>) =>
  `inline:{ ${Object.entries(table)
    .map(([key, value]) => `{${key} = ${value}}`)
    .join(' ')} }`;

const settingsOf = (directory: string) => ({
  compatibility_level: '3.6',
  queue_directory: path.join(directory, 'queue'),
  data_directory: path.join(directory, 'data'),
  command_directory: SBIN,
  daemon_directory: DAEMONS ?? '',
  maillog_file: path.join(directory, 'log'),
  maillog_file_prefixes: directory,
  inet_interfaces: '127.0.0.1',
  inet_protocols: 'ipv4',
  myhostname: 'mx.example.net',
  mydestination: '',
  mynetworks: '127.0.0.0/8',
  local_recipient_maps: '',
  alias_maps: '',
  alias_database: '',
  smtpd_peername_lookup: 'no',
  smtp_dns_support_level: 'disabled',
  // Whatever no route names is refused: no test may write to the world.
  default_transport: 'error:5.1.2 There is no such host here',
});

/** The lines of main.cf in a text that has them in its first block marked `ini`. */
export function mainLinesIn(text: string): Record<string, string> {
  const [, block = ''] = /^```ini\n(.*?)^```/msu.exec(text) ?? [];
  const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => /^(\w+) = (.*)$/u.exec(line)?.slice(1) ?? [line, '']));
}

const servicesOn = (port: number) => `
127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
smtp-tls unix - - n - - smtp
  -o syslog_name=smtp-tls
  -o smtp_tls_security_level=encrypt
  -o smtp_tls_loglevel=1
error unix - - n - - error
retry unix - - n - - error
tlsmgr unix - - n 1000? 1 tlsmgr
verify unix - - n - 1 verify
showq unix n - n - - showq
scache unix - - n - 1 scache
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
