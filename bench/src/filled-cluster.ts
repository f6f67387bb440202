import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clusterRoot, startBenchCluster, type BenchCluster } from './bench-cluster.ts';
import { startChild } from './child.ts';

type Log = (text: string) => void;

/**
 * A cluster with so many tickets. With `data`, one that was filled before is used again: it is kept as it was filled, and
 * each run writes into a copy of its own.
 */
export async function startFilledCluster(tickets: number, log: Log, data?: string): Promise<BenchCluster> {
  if (data === undefined) {
    const cluster = await startBenchCluster();
    await fill(cluster, tickets, log).catch(async (error: unknown) => {
      await cluster.close();
      throw error;
    });
    return cluster;
  }
  const kept = await keepFilled(tickets, log, data);
  const root = clusterRoot(path.dirname(kept));
  log(`copying ${kept} …`);
  await copy(kept, root);
  return startBenchCluster(root);
}

/** Fills a cluster in `data`, unless there is one of this size. Where it lies. */
export async function keepFilled(tickets: number, log: Log, data: string): Promise<string> {
  const kept = path.join(path.resolve(data), `${tickets}-${fingerprint()}`);
  if (existsSync(kept)) return kept;
  const root = clusterRoot(path.dirname(kept));
  const cluster = await startBenchCluster(root);
  try {
    await fill(cluster, tickets, log);
  } catch (error) {
    await cluster.close();
    throw error;
  }
  await cluster.keep();
  renameSync(root, kept);
  return kept;
}

async function fill(cluster: BenchCluster, tickets: number, log: Log): Promise<void> {
  const startedAt = performance.now();
  const filler = startChild('./fill-process.ts', [cluster.url, String(tickets)], { log });
  await filler.receive('filled');
  await filler.stop();
  log(`filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}

/** By `cp`, which keeps the owner; a file system that can shares the blocks. What is still on its way to the disk would disturb. */
async function copy(from: string, to: string): Promise<void> {
  try {
    await promisify(execFile)('cp', ['-a', `${from}/.`, to]);
    await promisify(execFile)('sync');
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw error;
  }
}

/** Of all that decides what a filled database holds: a change makes it stale. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of ['platform/database/migrations', 'demo']) {
    const at = fileURLToPath(new URL(`../node_modules/@copydesk/server/src/${folder}/`, import.meta.url));
    for (const name of readdirSync(at)
      .filter((one) => folder !== 'demo' || one.startsWith('bulk-'))
      .toSorted()) {
      hash.update(name).update(readFileSync(at + name));
    }
  }
  return hash.digest('hex').slice(0, 8);
}
