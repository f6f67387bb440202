import pg from 'pg';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/migrate.ts';
import { startTestCluster } from '../../src/platform/database/embedded/test-cluster.ts';
import { openJobQueue } from '../../src/platform/jobs/pg-boss.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    clusterUrls: readonly string[];
  }
}

/**
 * Throwaway clusters for the run, each with a migrated template that test files copy. In CI one for each worker: readers of
 * the log wait for every transaction of their cluster, also for those of other files. Elsewhere one, which starts sooner.
 */
export default async function setup(project: TestProject) {
  const count = process.env['CI'] ? project.config.maxWorkers : 1;
  const clusters = await Promise.all(Array.from({ length: count }, () => startTestCluster()));
  await Promise.all(clusters.map(({ url }) => makeTemplate(url)));
  project.provide(
    'clusterUrls',
    clusters.map(({ url }) => url),
  );
  return async () => {
    await Promise.all(clusters.map((cluster) => cluster.close()));
  };
}

async function makeTemplate(clusterUrl: string) {
  const client = new pg.Client(clusterUrl);
  await client.connect();
  await client.query('create database template_desk');
  const url = new URL(clusterUrl);
  url.pathname = '/template_desk';
  await migrate(url.href);
  // The job queue makes its tables when it is opened: once for all desks.
  const queue = await openJobQueue({ url: url.href, log: pino({ level: 'silent' }) });
  await queue.stop();
  await client.query(`alter database template_desk with allow_connections false is_template true`);
  await client.end();
}
