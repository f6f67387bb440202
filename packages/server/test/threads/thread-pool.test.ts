import { afterAll, expect, test } from 'vitest';
import { openThreadPool } from '../../src/platform/threads/thread-pool.ts';

const script = new URL('./slow-to-load.ts', import.meta.url);
const pool = openThreadPool({ script, work: 'The work', threads: 1, timeoutMs: 300 });
afterAll(() => pool.close());

test('what a thread takes to be there is not counted to its work', async () => {
  expect(await pool.ask(0)).toBe('done');
  await expect(pool.ask(60_000)).rejects.toThrow('The work took longer than 0.3 seconds.');
  expect(await pool.ask(0)).toBe('done');
});
