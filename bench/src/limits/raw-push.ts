import { WebSocket } from 'ws';
import { startChild } from '../child.ts';
import { openWatchers } from '../workloads/watchers.ts';

export type RawPush = {
  /** Sends the frame to all; `startedAt` and arrivals by `machineClock`. */
  push(): Promise<{ startedAt: number; came: Float64Array }>;
  /** Bytes of memory that the server takes for one socket. */
  memory: number;
  close(): Promise<void>;
};

/** Sockets and nothing else: a server in a process of its own that knows the frame and sends it to everybody. */
export async function openRawPush(count: number, frame: string): Promise<RawPush> {
  const server = startChild('./limits/socket-process.ts', []);
  const port = await server.receive<number>('port');
  const rss = () => {
    const answer = server.receive<number>('rss');
    server.send('rss');
    return answer;
  };
  const idle = await rss();
  const url = `ws://127.0.0.1:${port}`;
  const watchers = await openWatchers(count, () => new WebSocket(url, { perMessageDeflate: false }));
  const memory = ((await rss()) - idle) / count;
  return {
    memory,
    async push() {
      const began = server.receive<number>('startedAt');
      const arrived = watchers.next();
      server.send({ frame });
      const [startedAt, came] = await Promise.all([began, arrived]);
      return { startedAt, came };
    },
    async close() {
      await watchers.close();
      await server.stop();
    },
  };
}
