import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
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
  /** Ends it, and takes its directory away. */
  close(): Promise<void>;
  /** Ends it in good order, so that its directory can be copied, and leaves that. */
  keep(): Promise<void>;
};

/** A new directory for a cluster, which others may enter: PostgreSQL does not run as root. */
export function clusterRoot(parent = tmpdir()): string {
  mkdirSync(parent, { recursive: true });
  const root = mkdtempSync(path.join(parent, 'copydesk-bench-'));
  chmodSync(root, 0o711);
  return root;
}

/**
 * A PostgreSQL of its own in `root`, with the settings of the embedded one: a commit waits for the disk. Only the moments
 * of commits are kept in addition, from which a push is timed. A directory that holds no cluster yet gets one.
 */
export async function startBenchCluster(root = clusterRoot()): Promise<BenchCluster> {
  const directory = clusterDirectory(root);
  if (readdirSync(root).length === 0) await initialiseCluster(root, { sync: false });
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
    async keep() {
      await stopCluster(directory, pid);
      process.off('exit', quit);
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
