import { Worker } from 'node:worker_threads';
import type { Asked, Said } from './stranger.ts';

export type Stranger = { ask(asked: Asked): Promise<Said>; leave(): Promise<number> };

/** Starts the client of `stranger.ts`. */
export async function aStranger(): Promise<Stranger> {
  const worker = new Worker(new URL('./stranger.ts', import.meta.url), { execArgv: [] });
  const waiting = new Map<number, { resolve: (said: Said) => void; reject: (error: Error) => void }>();
  let last = 0;
  worker.on('message', ({ key, said, failed }: { key: number; said?: Said; failed?: string }) => {
    const one = waiting.get(key);
    waiting.delete(key);
    if (said) one?.resolve(said);
    else one?.reject(new Error(failed));
  });
  await new Promise((resolve) => worker.once('online', resolve));
  return {
    ask: (asked) =>
      new Promise((resolve, reject) => {
        waiting.set((last += 1), { resolve, reject });
        worker.postMessage({ key: last, asked }, []);
      }),
    leave: () => worker.terminate(),
  };
}
