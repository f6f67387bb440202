import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { url: string; drop(): Promise<void> };

/** The cluster of the worker that runs this file: its superuser's address. */
export function workersCluster(): string {
  const urls = inject('clusterUrls');
  const url = urls[(Number(process.env['VITEST_POOL_ID']) - 1) % urls.length];
  if (url === undefined) throw new Error('No cluster was started for the tests.');
  return url;
}

/** A database of the test file's own, copied from the migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const clusterUrl = workersCluster();
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copied as files: block by block through the log takes PostgreSQL twice as long.
  await onCluster(clusterUrl, `create database ${name} template template_desk strategy file_copy`);
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onCluster(clusterUrl, `drop database ${name} with (force)`) };
}

async function onCluster(url: string, statement: string) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
