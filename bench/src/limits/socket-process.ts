import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { machineClock } from '../measure.ts';

/**
 * What to send: one frame, `times`, so many milliseconds apart; each to all sockets, or, of so many parts of them, to the
 * first part, then to the second, and so on.
 */
export type Sending = { frame: string; times: number; every: number; parts: number };

/** The limit of a push: a process that only sends. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const sockets: WebSocket[] = [];
server.on('connection', (socket, { url }) => (sockets[Number(url?.slice(1))] = socket));

async function send({ frame, times, every, parts }: Sending): Promise<number[]> {
  const startedAt: number[] = [];
  const [began, first] = [performance.now(), machineClock()];
  for (let time = 0; time < times; time += 1) {
    const early = began + time * every - performance.now();
    if (early >= 1) await delay(early);
    else await nextTurn();
    // At a pace, an event that is sent late is late.
    startedAt.push(every > 0 ? first + time * every : machineClock());
    for (let index = time % parts; index < sockets.length; index += parts) sockets[index]!.send(frame);
  }
  return startedAt;
}

process.on('message', (message: 'usage' | { send: Sending }) => {
  if (message === 'usage') {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    const { user, system } = process.cpuUsage();
    process.send!({ usage: { rss: process.memoryUsage.rss(), cpu: (user + system) / 1_000 } });
    return;
  }
  void send(message.send).then((startedAt) => process.send!({ startedAt }));
});
process.once('disconnect', () => process.exit(0));
server.once('listening', () => process.send!({ port: (server.address() as AddressInfo).port }));
