import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  clusterDirectory,
  clusterUrl,
  initialiseCluster,
  startCluster,
  stopCluster,
} from '@copydesk/server/src/platform/database/embedded/cluster.ts';
import { isPostmasterOf } from '@copydesk/server/src/platform/database/embedded/postmaster.ts';

export type BenchCluster = {
  url: string;
  /** CPU time that PostgreSQL's processes have used so far, in milliseconds; null where the system does not tell. */
  cpu(): number | null;
  close(): Promise<void>;
};

/**
 * A PostgreSQL of its own in a temporary directory, with the settings of the embedded one: a commit waits for the disk.
 * Only the moments of commits are kept in addition, from which a push is timed.
 */
export async function startBenchCluster(): Promise<BenchCluster> {
  const root = mkdtempSync(path.join(tmpdir(), 'copydesk-bench-'));
  chmodSync(root, 0o711);
  const directory = clusterDirectory(root);
  await initialiseCluster(root, { sync: false });
  const { pid, port } = await startCluster(directory, { track_commit_timestamp: 'on' });
  const finished = new Map<number, number>();
  const quit = () => {
    if (isPostmasterOf(pid, directory.data)) process.kill(pid, 'SIGQUIT');
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', quit);
  return {
    url: clusterUrl(directory, port),
    cpu: () => cpuOfFamily(pid, finished),
    async close() {
      process.off('exit', quit);
      await stopCluster(directory, pid, 'SIGQUIT');
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** `seen` keeps what processes had used that have ended since. Linux counts in hundredths of a second. */
function cpuOfFamily(postmaster: number, seen: Map<number, number>): number | null {
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const stat = readStat(name);
      if (!stat) continue;
      const [, parent = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(name) !== postmaster && Number(parent) !== postmaster) continue;
      seen.set(Number(name), (Number(rest[9]) + Number(rest[10])) * 10);
    }
    return [...seen.values()].reduce((sum, one) => sum + one, 0);
  } catch {
    return null;
  }
}

function readStat(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
}
