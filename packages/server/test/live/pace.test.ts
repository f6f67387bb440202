import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { turnIsOver } from '../../src/platform/events/pace.ts';

/** Writes as a delivery does: each frame keeps the process busy for a quarter of a millisecond. */
async function write(frames: number, wrote: () => void): Promise<void> {
  for (let frame = 0; frame < frames; frame += 1) {
    for (let over = turnIsOver(); over; over = turnIsOver()) await over;
    for (const from = performance.now(); performance.now() - from < 0.25;);
    wrote();
  }
}

test('while many frames are written, by several who take turns, the process turns to others again and again', async () => {
  let written = 0;
  const writing = [write(100, () => (written += 1)), write(100, () => (written += 1))];
  let longest = 0;
  let turns = 0;
  for (let before = written; written < 200; before = written) {
    await nextTurn();
    turns += 1;
    longest = Math.max(longest, written - before);
  }
  await Promise.all(writing);
  expect(turns).toBeGreaterThan(20);
  expect(longest).toBeLessThanOrEqual(8);
});
