import pg from 'pg';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/migrate.ts';
import { startTestCluster } from '../../src/platform/database/embedded/test-cluster.ts';
import { openJobQueue } from '../../src/platform/jobs/pg-boss.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    clusterUrl: string;
  }
}

/** One throwaway cluster for the run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject) {
  const cluster = await startTestCluster();
  await makeTemplate(cluster.url);
  project.provide('clusterUrl', cluster.url);
  return () => cluster.close();
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
