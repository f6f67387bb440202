import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { startConsumer } from '../../src/platform/events/consumer.ts';

afterEach(() => vi.restoreAllMocks());

const desk = { log: pino({ level: 'silent' }) };

/** How much of its time the thread works, as the consumer is told. */
function utilization(of: { busy: boolean }) {
  vi.spyOn(performance, 'eventLoopUtilization').mockImplementation(() => ({
    idle: 0,
    active: 0,
    utilization: of.busy ? 1 : 0,
  }));
}

/** A consumer whose batches are seen as they begin, and end when they are told to. */
function consumerOf(givesWayFor = 5_000) {
  let batches = 0;
  let begun: () => void = () => {};
  let end: (more: boolean) => void = () => {};
  const consumeOnce = () =>
    new Promise<boolean>((resolve) => {
      batches += 1;
      end = resolve;
      begun();
    });
  const next = () => new Promise<void>((resolve) => (begun = resolve));
  const first = next();
  const consumer = startConsumer(desk, 'test', consumeOnce, givesWayFor);
  return { consumer, first, next, end: (more: boolean) => end(more), batches: () => batches };
}

it('reads on when others leave it the time', async () => {
  const others = { busy: true };
  utilization(others);
  const looked = vi.mocked(performance.eventLoopUtilization);
  const { consumer, first, next, end, batches } = consumerOf();
  await first;
  const second = next();
  end(true);
  // It has looked again and again, and each time others were at work.
  await vi.waitFor(() => expect(looked.mock.calls.length).toBeGreaterThan(6), { interval: 5 });
  expect(batches()).toBe(1);
  others.busy = false;
  await second;
  end(false);
  await consumer.stop();
});

it('reads on after a while, though others leave it none', async () => {
  utilization({ busy: true });
  const { consumer, first, next, end } = consumerOf(100);
  await first;
  const second = next();
  end(true);
  await second;
  const third = next();
  end(true);
  await third;
  end(false);
  await consumer.stop();
});

it('reads at once what is new while nothing is behind', async () => {
  utilization({ busy: true });
  const { consumer, first, next, end } = consumerOf();
  await first;
  end(false);
  await nextTurn();
  const second = next();
  consumer.wake();
  await second;
  end(false);
  await consumer.stop();
});
