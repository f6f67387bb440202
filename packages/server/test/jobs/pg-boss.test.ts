import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJobQueue, type JobQueue } from '../../src/platform/jobs/pg-boss.ts';
import { startSweep } from '../../src/platform/jobs/sweep.ts';
import { statementsOf } from '../support/statements.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const log = pino({ level: 'silent' });
let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

/** Collects what a handler is given; `seen(n)` resolves with the n-th. */
function collector() {
  const ids: string[] = [];
  const waiting: { count: number; done: (ids: string[]) => void }[] = [];
  return {
    ids,
    add(id: string) {
      ids.push(id);
      for (const { count, done } of waiting) if (ids.length >= count) done(ids);
    },
    seen: (count: number) =>
      new Promise<string[]>((done) => (ids.length >= count ? done(ids) : void waiting.push({ count, done }))),
  };
}

async function withQueue(use: (queue: JobQueue) => Promise<void>) {
  const queue = await openJobQueue({ url: desk.url, log });
  try {
    await use(queue);
  } finally {
    await queue.stop();
  }
}

const waitingJobs = async (kind: string) => {
  const { rows } = await desk.orm.em
    .getDriver()
    .getConnection()
    .execute(`select data from pgboss.job where name = '${kind}' and state < 'completed'`, [], 'all')
    .then((all) => ({ rows: all as { data: unknown }[] }));
  return rows.map(({ data }) => data);
};

describe('the job queue', () => {
  it('stores a job with the transaction it is sent in, or not at all', () =>
    withQueue(async (queue) => {
      const kept = { outboundMessageId: v7() };
      const lost = { outboundMessageId: v7() };
      await desk.db.transaction().execute((trx) => queue.send('outbound.deliver', kept, trx));
      const undone = desk.db.transaction().execute(async (trx) => {
        await queue.send('outbound.deliver', lost, trx);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await waitingJobs('outbound.deliver')).toEqual([kept]);
      const ran = collector();
      await queue.work('outbound.deliver', { takers: 1, atOnce: 1 }, async ({ outboundMessageId }) =>
        ran.add(outboundMessageId),
      );
      expect(await ran.seen(1)).toEqual([kept.outboundMessageId]);
    }));

  it('sends many in one statement, and what waits already is not queued again', () =>
    withQueue(async (queue) => {
      const payloads = Array.from({ length: 50 }, () => ({ inboundMessageId: v7() }));
      const { statements } = await statementsOf(() =>
        desk.db.transaction().execute((trx) => queue.sendAll('inbound.process', payloads, trx)),
      );
      expect(statements.filter((text) => /insert into pgboss/i.test(text))).toHaveLength(1);
      await queue.sendAll('inbound.process', payloads);
      expect(await waitingJobs('inbound.process')).toHaveLength(50);
      const ran = collector();
      await queue.work('inbound.process', { takers: 4, atOnce: 1 }, async ({ inboundMessageId }) =>
        ran.add(inboundMessageId),
      );
      queue.nudge('inbound.process');
      const startedAt = performance.now();
      expect(new Set(await ran.seen(50)).size).toBe(50);
      // One poll a second and worker would take twelve.
      expect(performance.now() - startedAt).toBeLessThan(6_000);
    }));

  it(
    'tries a failed job again, and lets it run again once it is done',
    () =>
      withQueue(async (queue) => {
        const id = v7();
        const ran = collector();
        let failures = 2;
        await queue.work('inbound.process', { takers: 1, atOnce: 1 }, async ({ inboundMessageId }) => {
          ran.add(inboundMessageId);
          if (failures > 0) {
            failures -= 1;
            throw new Error('not yet');
          }
        });
        await queue.send('inbound.process', { inboundMessageId: id });
        expect(await ran.seen(3)).toEqual([id, id, id]);
      }),
    40_000,
  );

  it('stops only when the handler that runs has finished', () =>
    withQueue(async (queue) => {
      const started = collector();
      let finished = false;
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      await queue.work('inbound.process', { takers: 1, atOnce: 1 }, async ({ inboundMessageId }) => {
        started.add(inboundMessageId);
        await held;
        finished = true;
      });
      await queue.send('inbound.process', { inboundMessageId: v7() });
      await started.seen(1);
      const stopped = queue.stop();
      release();
      await stopped;
      expect(finished).toBe(true);
    }));

  it('queues again what a crash left without a job', () =>
    withQueue(async (queue) => {
      const left = [{ inboundMessageId: v7() }];
      const ran = collector();
      await queue.work('inbound.process', { takers: 1, atOnce: 1 }, async ({ inboundMessageId }) =>
        ran.add(inboundMessageId),
      );
      const sweep = await startSweep(queue, log, 'inbound.process', async () => left.splice(0));
      expect(await ran.seen(1)).toHaveLength(1);
      await sweep.stop();
    }));

  it(
    "runs a killed worker's job again",
    () =>
      withQueue(async (queue) => {
        const id = v7();
        await queue.send('inbound.process', { inboundMessageId: id });
        const worker = spawn(process.execPath, [
          fileURLToPath(new URL('./killed-worker.ts', import.meta.url)),
          desk.url,
        ]);
        await once(worker.stdout, 'data');
        worker.kill('SIGKILL');
        const killedAt = performance.now();
        const ran = collector();
        await queue.work('inbound.process', { takers: 1, atOnce: 1 }, async ({ inboundMessageId }) =>
          ran.add(inboundMessageId),
        );
        expect(await ran.seen(1)).toEqual([id]);
        const seconds = (performance.now() - killedAt) / 1000;
        // Measured: 16 s (a heartbeat of 10, looked at every 5, and the delay of a retry).
        expect(seconds).toBeLessThan(30);
      }),
    60_000,
  );
});
