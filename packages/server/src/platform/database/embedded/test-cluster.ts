import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clusterDirectory, clusterUrl, initialiseCluster, startCluster, stopCluster } from './cluster.ts';
import { isAlive, isPostmasterOf, readPostmasterFile } from './postmaster.ts';

const prefix = 'copydesk-test-';

/** Nothing here has to survive a power cut. */
const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '300',
  autovacuum_naptime: '10min',
};

/**
 * Starts one throwaway PostgreSQL in a temporary directory, for a whole test run; about a second. `url` names the superuser and the
 * database `postgres`; make databases of your own beside it. `close` stops it and removes every file.
 */
export async function startTestCluster(): Promise<{ url: string; close(): Promise<void> }> {
  await sweepAbandoned();
  const root = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(root, 0o711);
  const directory = clusterDirectory(root);
  await initialiseCluster(root, { sync: false });
  const { pid, port } = await startCluster(directory, throwaway);
  const quit = () => {
    if (isPostmasterOf(pid, directory.data)) process.kill(pid, 'SIGQUIT');
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', quit);
  return {
    url: clusterUrl(directory, port),
    async close() {
      process.off('exit', quit);
      await stopCluster(directory, pid, 'SIGQUIT');
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A test run that was killed leaves its cluster; the next run takes it away. The directory's name holds the run's pid. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
    const root = path.join(tmpdir(), name);
    const directory = clusterDirectory(root);
    const postmaster = readPostmasterFile(directory.data);
    try {
      if (postmaster) await stopCluster(directory, postmaster.pid, 'SIGQUIT');
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Another user's, or another run is sweeping it at this moment.
    }
  }
}
