import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startTestCluster } from './test-cluster.ts';

const directories = (pid: number | undefined) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`copydesk-test-${pid}-`));

async function answer(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select 6 * 7 as answer');
  await client.end();
  return rows[0]?.answer;
}

test('a throwaway cluster answers, and leaves nothing', async () => {
  const before = directories(process.pid);
  const cluster = await startTestCluster();
  expect(await answer(cluster.url)).toBe(42);
  expect(directories(process.pid)).toHaveLength(before.length + 1);
  await cluster.close();
  expect(directories(process.pid)).toEqual(before);
  await expect(answer(cluster.url)).rejects.toThrow(/ECONNREFUSED/);
});

test('what a killed test run left is taken away by the next', async () => {
  const script = `
    const { startTestCluster } = await import(${JSON.stringify(path.join(import.meta.dirname, 'test-cluster.ts'))});
    console.log((await startTestCluster()).url);
    process.kill(process.pid, 'SIGKILL');`;
  const killed = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let url = '';
  killed.stdout.on('data', (chunk) => (url += chunk));
  await once(killed, 'close');
  expect(await answer(url.trim())).toBe(42);
  const [left = ''] = directories(killed.pid);
  expect(left).not.toBe('');
  const next = await startTestCluster();
  expect(existsSync(path.join(tmpdir(), left))).toBe(false);
  await expect(answer(url.trim())).rejects.toThrow(/ECONNREFUSED/);
  await next.close();
});
