import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { Certificate } from '../../src/platform/mail/smtp-in/certificate.ts';
import { freePort, greets } from '../support/ports.ts';
import { missingPeer } from '../support/real-peer.ts';

export const PASSWORD = 'correct-horse-battery';

const BINARY = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find((file) =>
  existsSync(file),
);

/** Null where Dovecot can be run; else what is missing, in a sentence. */
export function missingDovecot(): string | null {
  const sentence = 'Dovecot was not found: install dovecot-imapd to run these tests.';
  return missingPeer('dovecot', BINARY !== undefined, sentence);
}

export type Dovecot = Awaited<ReturnType<typeof startDovecot>>;

/** A real Dovecot with a configuration of its own, in a temporary directory, on free ports. Users are made by signing in. */
export async function startDovecot({ cert, key }: Certificate) {
  const directory = mkdtempSync(path.join(tmpdir(), 'copydesk-dovecot-'));
  const port = await freePort();
  const tlsPort = await freePort();
  const config = path.join(directory, 'dovecot.conf');
  prepare(directory, { cert, key });
  writeFileSync(config, configOf(directory, port, tlsPort));
  let child: ChildProcess | null = null;

  const start = async () => {
    child = spawn(BINARY ?? 'dovecot', ['-F', '-c', config], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    for (let tries = 0; !(await greets(port)); tries += 1) {
      if (child.exitCode !== null || tries > 400) throw new Error(`Dovecot did not start: ${said} ${logOf(directory)}`);
      await pause(25);
    }
  };
  const stop = async () => {
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    // Those that serve a connection would stay for ten seconds more.
    endGroup(child.pid);
  };
  await start();
  return {
    port,
    tlsPort,
    start,
    stop,
    /** What Dovecot wrote down, for a test that fails. */
    log: () => logOf(directory),
    /** Does something as the owner of a mailbox, over a connection of its own. */
    async as<T>(username: string, act: (client: ImapFlow) => Promise<T>): Promise<T> {
      const auth = { user: username, pass: PASSWORD };
      const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false });
      await client.connect();
      try {
        return await act(client);
      } finally {
        await client.logout();
      }
    },
    async close() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // None is left.
  }
}

const isRoot = () => process.getuid?.() === 0;

function prepare(directory: string, { cert, key }: Certificate): void {
  writeFileSync(path.join(directory, 'cert.pem'), cert);
  writeFileSync(path.join(directory, 'key.pem'), key, { mode: 0o600 });
  const mail = path.join(directory, 'mail');
  mkdirSync(mail);
  if (!isRoot()) return;
  // Root's own mail is not read by Dovecot: the mailboxes are nobody's.
  chmodSync(directory, 0o755);
  chownSync(mail, NOBODY, NOBODY);
}

const NOBODY = 65_534;
const groupName = () => execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();

function configOf(directory: string, port: number, tlsPort: number): string {
  const { username, uid, gid } = userInfo();
  const owner = isRoot() ? { uid: NOBODY, gid: NOBODY } : { uid, gid };
  const unprivileged = isRoot()
    ? ''
    : `default_internal_user = ${username}\ndefault_internal_group = ${groupName()}\ndefault_login_user = ${username}`;
  return `
base_dir = ${directory}/run
log_path = ${directory}/log
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login
${unprivileged}
first_valid_uid = ${owner.uid}
first_valid_gid = 0
ssl = yes
ssl_cert = <${directory}/cert.pem
ssl_key = <${directory}/key.pem
mail_location = maildir:~/Maildir
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${directory}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}

function logOf(directory: string): string {
  const file = path.join(directory, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-4_000) : '';
}

/** A line to a port that can be cut, in the midst of whatever is said over it. */
export async function openLine(to: number) {
  const ends = new Set<Socket>();
  const server = createServer((here) => {
    const there = connect({ host: '127.0.0.1', port: to });
    for (const end of [here, there]) {
      ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => ends.delete(end));
    }
    here.pipe(there).pipe(here);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => ends.forEach((end) => end.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
