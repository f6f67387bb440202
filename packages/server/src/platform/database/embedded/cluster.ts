import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError, explainFailure } from './failure.ts';
import { isAlive, isPostmasterOf, readPostmasterFile } from './postmaster.ts';
import { createLauncher, type Launcher } from './unprivileged.ts';

/**
 * One directory with a cluster in `data/`, the superuser's `password` (mode 0600), the last used `port` and PostgreSQL's `log`.
 * Only what a process needs to start PostgreSQL; who may use it is decided in open-embedded-postgres.ts.
 */
export type ClusterDirectory = {
  root: string;
  data: string;
  password: string;
  port: string;
  log: string;
};

export function clusterDirectory(root: string): ClusterDirectory {
  const file = (name: string) => path.join(root, name);
  return {
    root,
    data: file('data'),
    password: file('password'),
    port: file('port'),
    log: file('log'),
  };
}

const keepLog = 10 * 1024 * 1024;
// Without the PG… variables of whoever starts the desk.
const cleanEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes a new cluster in `root`, which must not exist yet or be empty. Takes about a second. `sync: false` is for clusters that are thrown away. */
export async function initialiseCluster(root: string, options: { sync: boolean }): Promise<void> {
  const directory = clusterDirectory(root);
  const { initdb } = findPostgresBinaries();
  // The directory it lies in is the one that people know.
  const named = path.dirname(root);
  try {
    // One after the other: "recursive" hides why it failed.
    for (const made of [directory.root, directory.data]) if (!existsSync(made)) mkdirSync(made, { mode: 0o711 });
    writeFileSync(directory.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  } catch (error) {
    throw explainFailure(named, String(error), error);
  }
  const launcher = createLauncher([directory.root, initdb]);
  launcher.own(directory.data);
  launcher.own(directory.password);
  const args = ['-D', directory.data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${directory.password}`];
  args.push(
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  );
  if (!options.sync) args.push('--no-sync');
  const output = await run(launcher, initdb, args);
  if (output.code !== 0) throw explainFailure(named, output.text);
}

function run(launcher: Launcher, program: string, args: string[]) {
  const { command, args: all, ...user } = launcher.wrap(program, args);
  return new Promise<{ code: number | null; text: string }>((resolve, reject) => {
    // Detached: a Ctrl-C in the terminal is the server's to handle.
    const child = spawn(command, all, { ...user, cwd: '/', env: cleanEnvironment, detached: true });
    child.stdin.end();
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** The settings of every cluster; they go on the command line, so that a data directory carries none of its own. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts PostgreSQL on the cluster in `directory` and waits until it takes connections; returns its pid and port. Uses the port of last
 * time when it is free. Throws an EmbeddedPostgresError that says what to do.
 */
export async function startCluster(directory: ClusterDirectory, extra: Record<string, string> = {}) {
  const deadline = Date.now() + 60_000;
  let port = await choosePort(readPort(directory));
  for (;;) {
    const failure = await launch(directory, { ...settings, ...extra, port: String(port) }, deadline);
    if (typeof failure === 'number') {
      // On a full disk the file would lose what it has.
      if (readPort(directory) !== port) writeFileSync(directory.port, `${port}\n`);
      return { pid: failure, port };
    }
    if (/Address already in use|could not create any TCP/i.test(failure)) port = await choosePort();
    // The processes of a postmaster that was killed need a moment to notice it.
    else if (/pre-existing shared memory block/i.test(failure)) await delay(200);
    else throw explainFailure(directory.root, failure);
    if (Date.now() > deadline) throw explainFailure(directory.root, failure);
  }
}

/** The pid of the ready postmaster, or what it wrote before it gave up. */
async function launch(
  directory: ClusterDirectory,
  flags: Record<string, string>,
  deadline: number,
): Promise<number | string> {
  const { postgres } = findPostgresBinaries();
  const launcher = createLauncher([directory.root, postgres]);
  const flagArgs = Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { command, args, ...user } = launcher.wrap(postgres, ['-D', directory.data, ...flagArgs]);
  const start = openLog(directory);
  let child: ChildProcess;
  try {
    // A session of its own: Ctrl-C and a closed terminal reach the server only, which drains and then stops PostgreSQL.
    child = spawn(command, args, {
      ...user,
      cwd: '/',
      env: cleanEnvironment,
      detached: true,
      stdio: ['ignore', start.fd, start.fd],
    });
  } finally {
    closeSync(start.fd);
  }
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  child.unref();
  while (!ended) {
    const state = readPostmasterFile(directory.data);
    if (state?.ready && state.pid === child.pid) return state.pid;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      return 'PostgreSQL was not ready within a minute';
    }
    await delay(15);
  }
  return readFileSync(directory.log).subarray(start.offset).toString('utf8');
}

function openLog(directory: ClusterDirectory): { fd: number; offset: number } {
  try {
    const fd = openSync(directory.log, 'a', 0o600);
    const size = statSync(directory.log).size;
    if (size <= keepLog) return { fd, offset: size };
    truncateSync(directory.log);
    return { fd, offset: 0 };
  } catch (error) {
    throw explainFailure(directory.root, String(error), error);
  }
}

/** Stops the postmaster and waits until it has gone: sessions are ended, a checkpoint is written. After 30 s it is made to quit. */
export async function stopCluster(
  directory: ClusterDirectory,
  pid: number,
  signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT',
): Promise<void> {
  const gone = () => readPostmasterFile(directory.data)?.pid !== pid || !isPostmasterOf(pid, directory.data);
  if (gone()) return;
  process.kill(pid, signal);
  const patience = Date.now() + 30_000;
  let forced = signal === 'SIGQUIT';
  while (!gone()) {
    if (!forced && Date.now() > patience) {
      forced = true;
      process.kill(pid, 'SIGQUIT');
    }
    await delay(15);
  }
  // The file goes first, the process right after it: a directory on a mount can be let go only then.
  for (let i = 0; i < 200 && isAlive(pid); i += 1) await delay(10);
}

export function clusterUrl(directory: ClusterDirectory, port: number): string {
  try {
    return `postgres://postgres:${readFileSync(directory.password, 'utf8').trim()}@127.0.0.1:${port}/postgres`;
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${directory.password} cannot be read, and without it nobody gets into the database.`,
      { cause: error },
    );
  }
}

function readPort(directory: ClusterDirectory): number | undefined {
  try {
    return Number.parseInt(readFileSync(directory.port, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function choosePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(choosePort())));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
