import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { machineClock } from '../measure.ts';

/** The limit of a push: a process that only sends. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

process.on('message', (message: 'rss' | { frame: string }) => {
  if (message === 'rss') {
    globalThis.gc?.();
    process.send!({ rss: process.memoryUsage.rss() });
    return;
  }
  const startedAt = machineClock();
  for (const socket of server.clients) socket.send(message.frame);
  process.send!({ startedAt });
});
process.once('disconnect', () => process.exit(0));
server.once('listening', () => process.send!({ port: (server.address() as AddressInfo).port }));
