import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ClusterDirectory,
  clusterDirectory,
  clusterUrl,
  initialiseCluster,
  startCluster,
  stopCluster,
} from './cluster.ts';
import { type DeskLock, takeDeskLock } from './desk-lock.ts';
import { EmbeddedPostgresError, explainFailure } from './failure.ts';
import { isAlive, isPostmasterOf, readPostmasterFile } from './postmaster.ts';

export type EmbeddedPostgresOptions = {
  /** The desk's data directory; the cluster lies in `postgres/` below it. Made when missing. */
  dataDir: string;
  log: { info(message: string): void; warn(message: string): void };
  /** Called once when PostgreSQL went away under a running desk (killed, its disk torn out). The desk should end with this sentence. */
  onLost?(error: EmbeddedPostgresError): void;
};

export type EmbeddedPostgres = {
  /** The superuser's URL of the database `postgres`. */
  url: string;
  /** Whether PostgreSQL was running already, left by a desk that crashed. */
  adopted: boolean;
  /** Stops PostgreSQL; end your own connections first. Safe to call twice. */
  close(): Promise<void>;
};

type Running = { pid: number; port: number; adopted: boolean };

const deskDirectory = (dataDir: string) => clusterDirectory(path.resolve(dataDir, 'postgres'));

/**
 * Opens the desk's own PostgreSQL: makes it on the first start, starts it, or adopts the one that a crashed desk left running; then
 * takes its lock, so that one desk at a time uses it. It does not die with this process or with Ctrl-C: `close` stops it.
 * Throws EmbeddedPostgresError, whose message is one sentence with the remedy.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const directory = deskDirectory(options.dataDir);
  await ensureInitialised(path.resolve(options.dataDir), directory, log);
  const { running, url, keeper } = await runAndLock(directory, options);
  let closing: Promise<void> | undefined;
  const stop = async () => {
    // The lock goes only with PostgreSQL itself: nobody may adopt it in the moment before it stops.
    keeper.letGo();
    await keeper.othersGone();
    await stopCluster(directory, running.pid);
    await keeper.release();
  };
  return { url, adopted: running.adopted, close: () => (closing ??= stop()) };
}

/** The URL of a desk's PostgreSQL that runs on this machine; undefined when none does. For commands that work beside the desk. */
export function findRunningPostgres(dataDir: string): string | undefined {
  const directory = deskDirectory(dataDir);
  const postmaster = readPostmasterFile(directory.data);
  if (!postmaster?.ready || !isPostmasterOf(postmaster.pid, directory.data)) return undefined;
  return clusterUrl(directory, postmaster.port);
}

async function ensureInitialised(dataDir: string, directory: ClusterDirectory, log: EmbeddedPostgresOptions['log']) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  } catch (error) {
    throw explainFailure(dataDir, String(error), error);
  }
  await sweepPartial(dataDir);
  if (existsSync(directory.root)) return checkVersion(directory);
  log.info('Making a PostgreSQL database for the desk');
  // Beside its place and then renamed: a directory with the final name is always complete.
  const partial = path.join(dataDir, `postgres.partial-${process.pid}`);
  try {
    await initialiseCluster(partial, { sync: true });
    renameSync(partial, directory.root);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true, maxRetries: 5 });
    // Another desk that started in the same second was faster; its lock decides below.
    if ((error as NodeJS.ErrnoException).code === 'ENOTEMPTY' || (error as NodeJS.ErrnoException).code === 'EEXIST')
      return;
    throw error instanceof EmbeddedPostgresError ? error : explainFailure(dataDir, String(error), error);
  }
}

/** Takes away what a start left that was killed while it made the cluster. The directory's name holds its pid. */
async function sweepPartial(dataDir: string): Promise<void> {
  for (const name of readdirSync(dataDir)) {
    const owner = /^postgres\.partial-(\d+)$/.exec(name)?.[1];
    if (!owner || (isAlive(Number(owner)) && Number(owner) !== process.pid)) continue;
    const partial = path.join(dataDir, name);
    // An initdb that outlived its desk still writes there for a moment, until it finds its directory gone.
    for (let tries = 0; tries < 100 && existsSync(partial); tries += 1) {
      if (tries > 0) await delay(50);
      removeQuietly(partial);
    }
  }
}

function removeQuietly(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // Somebody wrote into it meanwhile.
  }
}

function checkVersion(directory: ClusterDirectory): void {
  let version: string;
  try {
    version = readFileSync(path.join(directory.data, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if (/EACCES|EPERM/.test(String(error))) throw explainFailure(directory.root, String(error), error);
    throw new EmbeddedPostgresError(
      `${directory.root} holds no complete PostgreSQL: restore it from a backup, or move it away to start with an empty desk.`,
      { cause: error },
    );
  }
  if (version !== '18') {
    throw explainFailure(directory.root, `database files are incompatible: made by version ${version}`);
  }
}

async function runAndLock(directory: ClusterDirectory, options: EmbeddedPostgresOptions) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const running = await ensureRunning(directory, options.log);
    const url = clusterUrl(directory, running.port);
    try {
      return { running, url, keeper: await keepLock({ url, directory, running, options }) };
    } catch (error) {
      // A desk that is just ending may have stopped the PostgreSQL found here.
      if (error instanceof EmbeddedPostgresError || Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

/** The postmaster of the directory: the one that runs, or a new one. */
async function ensureRunning(directory: ClusterDirectory, log: EmbeddedPostgresOptions['log']): Promise<Running> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = readPostmasterFile(directory.data);
    if (found && isPostmasterOf(found.pid, directory.data)) {
      if (found.ready && (await answers(clusterUrl(directory, found.port)))) {
        return { pid: found.pid, port: found.port, adopted: true };
      }
      if (Date.now() > deadline) {
        throw new EmbeddedPostgresError(
          `PostgreSQL (process ${found.pid}) runs in ${directory.root} but does not answer: stop it with "kill ${found.pid}" and start again.`,
        );
      }
      await delay(50);
      continue;
    }
    if (found && isAlive(found.pid)) {
      // Its pid now belongs to a stranger, for which PostgreSQL would wait for ever.
      log.warn('Removing the mark of a PostgreSQL that died');
      rmSync(path.join(directory.data, 'postmaster.pid'), { force: true });
    }
    try {
      return { ...(await startCluster(directory)), adopted: false };
    } catch (error) {
      // Another desk that started in the same second was faster.
      if (!/lock file .* already exists/.test(String((error as Error).cause)) || Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

type Keeping = {
  url: string;
  directory: ClusterDirectory;
  running: Running;
  options: EmbeddedPostgresOptions;
};

/** Holds the lock as long as the desk runs; takes it again when PostgreSQL recovered from a crash of one of its processes. */
async function keepLock({ url, directory, running, options }: Keeping) {
  let wanted = true;
  let lock: DeskLock | undefined;
  const taken = await takeDeskLock(url, () => void retake());
  if ('heldBy' in taken) throw alreadyRuns(options.dataDir, taken.heldBy);
  lock = taken;

  async function retake(): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (wanted && isPostmasterOf(running.pid, directory.data) && Date.now() < deadline) {
      try {
        const again = await takeDeskLock(url, () => void retake());
        if ('heldBy' in again) break;
        lock = again;
        return;
      } catch {
        await delay(200);
      }
    }
    if (wanted)
      options.onLost?.(
        new EmbeddedPostgresError(
          `The PostgreSQL of this desk (in ${directory.root}) has stopped: start the desk again; what it said stands in ${directory.log}.`,
        ),
      );
    wanted = false;
  }

  return {
    letGo: () => void (wanted = false),
    othersGone: async () => lock?.othersGone().catch(() => {}),
    release: async () => lock?.release().catch(() => {}),
  };
}

function alreadyRuns(dataDir: string, heldBy: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `A Copydesk already runs on ${path.resolve(dataDir)} (${heldBy}): stop it first, or give this one a DATA_DIR and a PORT of its own.`,
  );
}
