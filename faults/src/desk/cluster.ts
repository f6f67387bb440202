import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  clusterDirectory,
  clusterUrl,
  initialiseCluster,
  startCluster,
  stopCluster,
} from '@copydesk/server/src/platform/database/embedded/cluster.ts';
import { isAlive, isPostmasterOf } from '@copydesk/server/src/platform/database/embedded/postmaster.ts';

export type FaultCluster = {
  url: string;
  root: string;
  /** kill -9 of the postmaster and of all its children, at once. Resolves when none is left. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  alive(): boolean;
  close(): Promise<void>;
};

/**
 * A PostgreSQL of its own in a temporary directory, with the settings of the embedded one: a commit waits for the disk.
 * `settings`: others beside them. `root`: an empty directory of the caller's instead.
 */
export async function startFaultCluster(
  settings: Record<string, string> = {},
  root = mkdtempSync(path.join(tmpdir(), 'copydesk-faults-')),
): Promise<FaultCluster> {
  chmodSync(root, 0o711);
  const directory = clusterDirectory(root);
  await initialiseCluster(root, { sync: false });
  let { pid, port } = await startCluster(directory, settings);
  const remove = () => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  const quit = () => {
    if (isPostmasterOf(pid, directory.data)) process.kill(pid, 'SIGQUIT');
    remove();
  };
  process.once('exit', quit);
  return {
    url: clusterUrl(directory, port),
    root,
    async kill() {
      const family = [pid, ...childrenOf(pid)];
      for (const member of family) end(member);
      while (family.some(isAlive)) await delay(5);
    },
    async start() {
      const again = await startCluster(directory, settings);
      if (again.port !== port) throw new Error(`PostgreSQL came back on port ${again.port}, not on ${port}.`);
      ({ pid, port } = again);
    },
    alive: () => isPostmasterOf(pid, directory.data),
    async close() {
      process.off('exit', quit);
      await stopCluster(directory, pid, 'SIGQUIT');
      remove();
    },
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone by itself.
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => (parentOf(name) === parent ? [Number(name)] : []));
}

function parentOf(name: string): number | null {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
