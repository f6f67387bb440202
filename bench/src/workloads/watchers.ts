import { once } from 'node:events';
import type { WebSocket } from 'ws';
import { machineClock } from '../measure.ts';

/** Many sockets of which each gets the same frames, and the moments at which they came. */
export type Watchers = {
  /** Begins an event: resolves with each watcher's moment, by `machineClock`, when all have their next frame. */
  next(): Promise<Float64Array>;
  /** A frame as the first watcher got it last. */
  frame(): string;
  close(): Promise<void>;
};

const PATIENCE = 20_000;
/** Sockets that are opened at once. */
const OPENING = 50;

/** Opens `count` sockets; `join` sends what makes a watcher of one. Frames are counted, and not parsed. */
export async function openWatchers(
  count: number,
  open: (index: number) => WebSocket,
  join?: (socket: WebSocket, index: number) => Promise<void>,
): Promise<Watchers> {
  const sockets: WebSocket[] = [];
  let came = new Float64Array(count);
  let left = 0;
  let last: Buffer = Buffer.alloc(0);
  let complete: (() => void) | undefined;
  const receive = (index: number, data: Buffer) => {
    came[index] = machineClock();
    if (index === 0) last = data;
    left -= 1;
    if (left === 0) complete?.();
  };
  for (let from = 0; from < count; from += OPENING) {
    const indexes = Array.from({ length: Math.min(OPENING, count - from) }, (_, at) => from + at);
    await Promise.all(
      indexes.map(async (index) => {
        const socket = open(index);
        sockets[index] = socket;
        await once(socket, 'open');
        await join?.(socket, index);
        socket.on('message', (data) => receive(index, data as Buffer));
      }),
    );
  }
  return {
    async next() {
      came = new Float64Array(count);
      left = count;
      const all = new Promise<void>((resolve) => (complete = resolve));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${left} of ${count} watchers waited in vain.`)), PATIENCE);
      });
      await Promise.race([all, late]).finally(() => clearTimeout(timer));
      return came;
    },
    frame: () => last.toString('utf8'),
    async close() {
      const closed = sockets.map((socket) => once(socket, 'close'));
      for (const socket of sockets) socket.close();
      await Promise.all(closed);
    },
  };
}
