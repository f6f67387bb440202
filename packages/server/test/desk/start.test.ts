import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { workersCluster } from '../support/test-database.ts';

const log = pino({ level: 'silent' });
let cluster: pg.Client;
let made = 0;

beforeAll(async () => {
  cluster = new pg.Client(workersCluster());
  await cluster.connect();
});
afterAll(() => cluster.end());

/** A database with nothing in it. */
async function emptyDatabase(): Promise<string> {
  const name = `start_${process.pid}_${(made += 1)}`;
  await cluster.query(`create database ${name}`);
  return Object.assign(new URL(workersCluster()), { pathname: `/${name}` }).href;
}

function start(databaseUrl: string, environment: Record<string, string> = {}): Promise<App> {
  const settings = { SECRET: 'test-secret', PORT: '0', SMTP_PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' };
  const config = readConfig({ DATABASE_URL: databaseUrl, ...settings, ...environment });
  return createApp({ config, databaseUrl, log, poolSize: 3 });
}

describe('starting', () => {
  it('two nodes at once on an empty database: one migrates, both are ready', async () => {
    const url = await emptyDatabase();
    const nodes = await Promise.all([start(url), start(url)]);
    for (const node of nodes) {
      const ready = await fetch(`${node.url}/health/ready`);
      expect(await ready.json()).toEqual({ status: 'ok', database: 'ok', jobs: 'ok', mail: 'ok' });
    }
    await Promise.all(nodes.map((node) => node.close()));
  });

  it('a database that something else has half-made is named, and left as it was', async () => {
    const url = await emptyDatabase();
    const client = new pg.Client(url);
    await client.connect();
    await client.query('create table ticket (id int)');
    await expect(start(url)).rejects.toThrow(/half-migrated .* Nothing was changed/);
    const { rows } = await client.query(
      `select table_name from information_schema.tables where table_schema = 'public'`,
    );
    expect(rows.map((row) => row.table_name).toSorted()).toEqual(['migration', 'ticket']);
    await client.end();
  });

  it('a port that is taken is named with its setting, and nothing stays open', async () => {
    const url = await emptyDatabase();
    const first = await start(url);
    const port = new URL(first.url ?? '').port;
    await expect(start(url, { PORT: port })).rejects.toThrow(`Port ${port} is taken`);
    await expect(start(url, { SMTP_PORT: String(first.smtpPort) })).rejects.toThrow(/set SMTP_PORT/);
    await first.close();
  });
});
