import { startChild } from '../child.ts';
import { openWatchers } from '../workloads/watchers.ts';
import type { Sending } from './socket-process.ts';

export type SocketUsage = { rss: number; cpu: number };
export type RawPush = {
  /** Sends the frame; `startedAt` of each time and its arrivals, by `machineClock`. */
  push(sending: Sending): Promise<{ startedAt: number[]; arrived: Float64Array[] }>;
  /** Opens more sockets. */
  open(from: number, more: number): Promise<void>;
  /** After a collection of its garbage. */
  usage(): Promise<SocketUsage>;
  close(): Promise<void>;
};

/** Sockets and nothing else: a server in a process of its own that knows the frame and sends it to everybody. */
export async function openRawPush(count: number): Promise<RawPush> {
  const server = startChild('./limits/socket-process.ts', []);
  const port = await server.receive<number>('port');
  const url = `ws://127.0.0.1:${port}`;
  const watchers = await openWatchers({ url, numbered: true, count });
  let sockets = count;
  return {
    async push(sending) {
      const { times, parts } = sending;
      const ofPart = (part: number) => Math.floor((sockets - 1 - part) / parts) + 1;
      const frames = Array.from({ length: times }, (_, time) => ofPart(time % parts));
      const { arrived } = await watchers.expect({
        events: Math.ceil(times / parts),
        frames: frames.reduce((sum, of) => sum + of, 0),
      });
      const began = server.receive<number[]>('startedAt');
      server.send({ send: sending });
      return { startedAt: await began, arrived: await arrived };
    },
    async open(from, more) {
      sockets += more;
      await watchers.open({ url, numbered: true, from, count: more });
    },
    usage() {
      const answer = server.receive<SocketUsage>('usage');
      server.send('usage');
      return answer;
    },
    async close() {
      await watchers.close();
      await server.stop();
    },
  };
}
