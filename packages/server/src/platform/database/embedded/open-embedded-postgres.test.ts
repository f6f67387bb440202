import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findRunningPostgres } from './open-embedded-postgres.ts';
import { isPostmasterOf, readPostmasterFile } from './postmaster.ts';

const isRoot = process.getuid?.() === 0;
const fixture = path.join(import.meta.dirname, 'desk.fixture.ts');
const patience = { timeout: 15_000, interval: 20 };
const cleanUps: Array<() => unknown> = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function newDataDir(parent = mkdtempSync(path.join(tmpdir(), 'copydesk-embedded-'))): string {
  chmodSync(parent, 0o711);
  const dataDir = path.join(parent, 'data');
  cleanUps.push(() => {
    const { pid } = postmasterOf(dataDir) ?? {};
    if (pid) process.kill(pid, 'SIGQUIT');
    return vi.waitFor(() => rmSync(parent, { recursive: true, force: true }), patience);
  });
  return dataDir;
}

const clusterData = (dataDir: string) => path.join(dataDir, 'postgres', 'data');

function postmasterOf(dataDir: string) {
  const found = readPostmasterFile(clusterData(dataDir));
  return found && isPostmasterOf(found.pid, clusterData(dataDir)) ? found : undefined;
}

type Said = { event: string; url?: string; adopted?: boolean; message?: string; name?: string };

/** Starts a desk as a process in a group of its own; `said` collects its messages. */
function startDesk(dataDir: string) {
  const child: ChildProcess = fork(fixture, [dataDir], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const said: Said[] = [];
  child.on('message', (message) => said.push(message as Said));
  const ended = once(child, 'exit');
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  cleanUps.push(() => child.kill('SIGKILL'));
  const next = (event: string) =>
    vi.waitFor(() => {
      const found = said.find((message) => message.event === event);
      if (!found) throw new Error(`"${event}" was not said, but ${JSON.stringify(said)}`);
      return found;
    }, patience);
  const close = async () => {
    child.send('close');
    await next('closed');
    await ended;
  };
  return { child, said, next, kill, close };
}

async function openDesk(dataDir: string) {
  const desk = startDesk(dataDir);
  const { url = '', adopted } = await desk.next('open');
  return { ...desk, url, adopted };
}

async function refusal(dataDir: string): Promise<string> {
  const refused = await startDesk(dataDir).next('refused');
  expect(refused.name).toBe('EmbeddedPostgresError');
  expect(refused.message?.split('\n')).toHaveLength(1);
  return refused.message ?? '';
}

async function query(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A desk that wrote a row and ended. */
async function usedDataDir(): Promise<string> {
  const dataDir = newDataDir();
  const desk = await openDesk(dataDir);
  await query(desk.url, 'create table kept as select 42 as answer');
  await desk.close();
  return dataDir;
}

const kept = (url: string) => query(url, 'select answer from kept').then((rows) => rows[0]?.answer);

describe('a desk with a database of its own', () => {
  test('makes it at the first start, stops it at the end, and finds everything again', async () => {
    const dataDir = newDataDir();
    const first = await openDesk(dataDir);
    expect(first.adopted).toBe(false);
    expect(findRunningPostgres(dataDir)).toBe(first.url);
    expect(statSync(path.join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    expect(
      await query(first.url, `select current_setting('listen_addresses') as a, current_setting('fsync') as f`),
    ).toEqual([{ a: '127.0.0.1', f: 'on' }]);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.close();
    expect(postmasterOf(dataDir)).toBeUndefined();
    expect(findRunningPostgres(dataDir)).toBeUndefined();
    const second = await openDesk(dataDir);
    expect(second.url).toBe(first.url);
    expect(await kept(second.url)).toBe(42);
    await second.close();
  });

  test('does not let a Ctrl-C in the terminal stop the database before the desk has drained', async () => {
    const dataDir = newDataDir();
    const desk = await openDesk(dataDir);
    process.kill(-(desk.child.pid ?? 0), 'SIGINT');
    await desk.next('interrupted');
    expect(await query(desk.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await desk.close();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  test('takes another port when its own is taken', async () => {
    const dataDir = await usedDataDir();
    const taken = Number(readFileSync(path.join(dataDir, 'postgres', 'port'), 'utf8'));
    const squatter = createServer().listen(taken, '127.0.0.1');
    cleanUps.push(() => squatter.close());
    await once(squatter, 'listening');
    const desk = await openDesk(dataDir);
    expect(new URL(desk.url).port).not.toBe(String(taken));
    expect(await kept(desk.url)).toBe(42);
    await desk.close();
  });
});

describe('after a crash', () => {
  test('a desk adopts the database that the killed one left running, and can stop it', async () => {
    const dataDir = newDataDir();
    const crashed = await openDesk(dataDir);
    await query(crashed.url, 'create table kept as select 42 as answer');
    await crashed.kill('SIGKILL');
    const left = postmasterOf(dataDir);
    expect(left).toBeDefined();
    const desk = await openDesk(dataDir);
    expect(desk).toMatchObject({ adopted: true, url: crashed.url });
    expect(postmasterOf(dataDir)?.pid).toBe(left?.pid);
    expect(await kept(desk.url)).toBe(42);
    await desk.close();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  test('a desk recovers the database when that was killed too', async () => {
    const dataDir = newDataDir();
    const crashed = await openDesk(dataDir);
    await query(crashed.url, 'create table kept as select 42 as answer');
    const pid = postmasterOf(dataDir)?.pid ?? 0;
    await crashed.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    const desk = await openDesk(dataDir);
    expect(desk.adopted).toBe(false);
    expect(await kept(desk.url)).toBe(42);
    await desk.close();
  });

  test("a stale mark whose pid is another process's by now does not fool it", async () => {
    const dataDir = await usedDataDir();
    const user = isRoot ? { uid: statSync(clusterData(dataDir)).uid, gid: statSync(clusterData(dataDir)).gid } : {};
    const stranger = spawn('sleep', ['600'], { ...user, stdio: 'ignore' });
    cleanUps.push(() => stranger.kill());
    await once(stranger, 'spawn');
    const mark = path.join(clusterData(dataDir), 'postmaster.pid');
    writeFileSync(mark, `${stranger.pid}\n${clusterData(dataDir)}\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n`);
    if (isRoot) chownSync(mark, user.uid ?? 0, user.gid ?? 0);
    const desk = await openDesk(dataDir);
    expect(desk.adopted).toBe(false);
    expect(await kept(desk.url)).toBe(42);
    await desk.close();
    expect(stranger.exitCode).toBeNull();
  });

  test('a start that was killed while it made the database is begun anew', async () => {
    const dataDir = newDataDir();
    const killed = startDesk(dataDir);
    const partial = () => (existsSync(dataDir) ? readdirSync(dataDir) : []).filter((name) => name.includes('partial'));
    await vi.waitUntil(() => partial().some((name) => existsSync(path.join(dataDir, name, 'data', 'PG_VERSION'))), {
      timeout: 15_000,
      interval: 1,
    });
    await killed.kill('SIGKILL');
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false);
    const desk = await openDesk(dataDir);
    expect(partial()).toEqual([]);
    expect(await query(desk.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await desk.close();
  });

  test('of one connection the desk keeps its lock', async () => {
    const dataDir = newDataDir();
    const desk = await openDesk(dataDir);
    const locks = `select pid from pg_locks where locktype = 'advisory' and granted`;
    const [{ pid: before }] = await query(desk.url, locks);
    await query(desk.url, `select pg_terminate_backend(${before})`);
    await vi.waitFor(async () => {
      const [holder] = await query(desk.url, locks);
      expect(holder?.pid).toBeTypeOf('number');
      expect(holder?.pid).not.toBe(before);
    }, patience);
    expect(await refusal(dataDir)).toContain('already runs');
    expect(desk.said).toHaveLength(1);
    await desk.close();
  });

  test('of the database alone the desk is told, in one sentence', async () => {
    const dataDir = newDataDir();
    const desk = await openDesk(dataDir);
    process.kill(postmasterOf(dataDir)?.pid ?? 0, 'SIGKILL');
    const { message } = await desk.next('lost');
    expect(message).toMatch(/^The PostgreSQL of this desk .* has stopped: start the desk again/);
    await desk.close();
  });
});

describe('two desks on one directory', () => {
  test('the second is refused, and the first goes on', async () => {
    const dataDir = newDataDir();
    const first = await openDesk(dataDir);
    const sentence = await refusal(dataDir);
    expect(sentence).toBe(
      `A Copydesk already runs on ${dataDir} (process ${first.child.pid}): stop it first, or give this one a DATA_DIR and a PORT of its own.`,
    );
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.close();
  });

  test('started in the same moment, on nothing: one runs, the other is refused', async () => {
    const dataDir = newDataDir();
    const desks = [startDesk(dataDir), startDesk(dataDir)];
    await vi.waitFor(() => expect(desks.flatMap((desk) => desk.said)).toHaveLength(2), patience);
    expect(desks.map((desk) => desk.said[0]?.event).sort()).toEqual(['open', 'refused']);
    expect(desks.find((desk) => desk.said[0]?.event === 'refused')?.said[0]?.message).toContain('already runs');
    const winner = desks.find((desk) => desk.said[0]?.event === 'open');
    expect(await query(winner?.said[0]?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
    await winner?.close();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });
});

describe('a directory that cannot be used is named, with the remedy', () => {
  test('a file stands in its place', async () => {
    const dataDir = newDataDir();
    writeFileSync(dataDir, '');
    expect(await refusal(dataDir)).toMatch(/ is a file, but a directory is needed/);
  });

  test('it holds something else', async () => {
    const dataDir = newDataDir();
    mkdirSync(path.join(dataDir, 'postgres'), { recursive: true });
    expect(await refusal(dataDir)).toMatch(/ holds no complete PostgreSQL: restore it from a backup/);
  });

  test('it was made by another version', async () => {
    const dataDir = await usedDataDir();
    writeFileSync(path.join(clusterData(dataDir), 'PG_VERSION'), '17\n');
    expect(await refusal(dataDir)).toMatch(/ was made by another version of PostgreSQL/);
  });

  test.skipIf(isRoot)('it may not be written', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir, { mode: 0o500 });
    expect(await refusal(dataDir)).toMatch(/ cannot be written or read by the user of this process/);
  });
});

// Only root may mount a file system, and has to leave its rights to run PostgreSQL.
describe.runIf(isRoot && process.platform === 'linux')('as root', () => {
  function mounted(options: string): string {
    const dataDir = newDataDir();
    mkdirSync(dataDir);
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dataDir]);
    if (status === 0)
      cleanUps.push(() => vi.waitFor(() => expect(spawnSync('umount', [dataDir]).status).toBe(0), patience));
    return status === 0 ? dataDir : '';
  }

  test('a disk that is full from the start is named, and nothing half-made stays', async (context) => {
    const dataDir = mounted('size=12m,mode=711');
    if (!dataDir) context.skip('no right to mount');
    expect(await refusal(dataDir)).toBe(
      `The disk that holds ${dataDir} is full: free some space (200 MB are enough to start) or set DATA_DIR to another disk, and start again.`,
    );
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('a disk that filled up later is named, and once there is space all is there again', async (context) => {
    const dataDir = mounted('size=120m,mode=711');
    if (!dataDir) context.skip('no right to mount');
    const desk = await openDesk(dataDir);
    await query(desk.url, 'create table kept as select 42 as answer');
    await desk.close();
    const ballast = path.join(dataDir, 'ballast');
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k']);
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}.rest`, 'bs=1']);
    expect(await refusal(dataDir)).toMatch(/^The disk that holds .* is full: free some space/);
    rmSync(ballast);
    const again = await openDesk(dataDir);
    expect(await kept(again.url)).toBe(42);
    await again.close();
  });

  test('a read-only disk is named', async (context) => {
    const dataDir = mounted('size=12m,mode=711,ro');
    if (!dataDir) context.skip('no right to mount');
    expect(await refusal(dataDir)).toMatch(/ is on a read-only file system: set DATA_DIR/);
  });

  test('PostgreSQL runs as another user, also below a directory that only root may enter', async () => {
    const closed = mkdtempSync(path.join(tmpdir(), 'copydesk-closed-'));
    const dataDir = newDataDir(closed);
    chmodSync(closed, 0o700);
    const desk = await openDesk(dataDir);
    expect(await query(desk.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(`/proc/${postmasterOf(dataDir)?.pid}`).uid).not.toBe(0);
    expect(statSync(clusterData(dataDir)).uid).not.toBe(0);
    await desk.close();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });
});
