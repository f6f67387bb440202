import { parentPort } from 'node:worker_threads';

/** As on a machine that has other things to do: loading takes longer than the work may. */
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
parentPort?.on('message', (milliseconds: number) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  parentPort?.postMessage('done', []);
});
