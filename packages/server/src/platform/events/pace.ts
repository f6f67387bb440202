import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of writing to sockets between two turns of the event loop: whoever asks is answered in between. */
const SLICE = 1;

let began = 0;
let turn: Promise<void> | null = null;

/** What a frame has to wait for: null, or that this turn's time is used up. Ask again after waiting: others wait, too. */
export function turnIsOver(): Promise<void> | null {
  const now = performance.now();
  if (turn !== null) return now - began < SLICE ? null : turn;
  began = now;
  turn = nextTurn().then(() => {
    turn = null;
  });
  return null;
}
