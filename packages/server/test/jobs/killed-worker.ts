import pino from 'pino';
import { openJobQueue } from '../../src/platform/jobs/pg-boss.ts';

/** A process of its own that takes a job, says so, and never finishes it: its parent kills it. */
const queue = await openJobQueue({ url: process.argv[2] ?? '', log: pino({ level: 'silent' }) });
await queue.work('inbound.process', { takers: 1, atOnce: 1 }, async () => {
  process.stdout.write('taken\n');
  await new Promise(() => {});
});
