import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { machineClock } from '../measure.ts';
import type { Expected, Opening } from './watchers.ts';

/** Sockets that watch, in a process of their own: what receiving costs is not taken from who posts and measures. */
const OPENING = 50;
const PATIENCE = 60_000;

let sockets: WebSocket[] = [];
let counts = new Int32Array(0);
let came: Float64Array[] = [];
let left = 0;
let last: Buffer = Buffer.alloc(0);
let patience: NodeJS.Timeout | undefined;

/** Frames are counted, and not parsed: a socket's n-th is the n-th event. */
function receive(index: number, data: Buffer): void {
  const event = counts[index] ?? 0;
  counts[index] = event + 1;
  const moments = came[event];
  if (!moments) {
    if (data.includes('"type":"error"')) throw new Error(`A watcher was refused: ${data.toString('utf8')}`);
    return;
  }
  moments[index] = machineClock();
  last = data;
  left -= 1;
  if (left > 0) return;
  clearTimeout(patience);
  process.send!({ arrived: came });
}

async function open({ url, numbered, tokens, subscription, from = 0, count }: Opening): Promise<void> {
  const join = async (index: number) => {
    const protocols = tokens ? ['graphql-transport-ws'] : [];
    const socket = new WebSocket(numbered ? `${url}/${index}` : url, protocols, { perMessageDeflate: false });
    sockets[index] = socket;
    await once(socket, 'open');
    if (tokens && subscription) {
      const token = tokens[index % tokens.length];
      socket.send(JSON.stringify({ type: 'connection_init', payload: { token } }));
      await once(socket, 'message');
      const variables = subscription.variables[index % subscription.variables.length];
      const payload = { query: subscription.query, variables };
      socket.send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload }));
    }
    socket.on('message', (data) => receive(index, data as Buffer));
    socket.once('close', (code) => {
      if (sockets.length > 0) throw new Error(`Watcher ${index} was closed with ${code}.`);
    });
  };
  for (let at = from; at < from + count; at += OPENING) {
    const some = Array.from({ length: Math.min(OPENING, from + count - at) }, (_, index) => join(at + index));
    await Promise.all(some);
  }
}

function expectFrames({ events, frames }: Expected): void {
  counts = new Int32Array(sockets.length);
  came = Array.from({ length: events }, () => new Float64Array(sockets.length));
  left = frames;
  patience = setTimeout(() => {
    throw new Error(`${left} of ${frames} frames were awaited in vain.`);
  }, PATIENCE);
  process.send!({ armed: true });
}

async function close(): Promise<void> {
  const closed = sockets.map((socket) => once(socket, 'close'));
  const all = sockets;
  sockets = [];
  for (const socket of all) socket.close();
  await Promise.all(closed);
  process.send!({ closed: true });
}

type Message = { open: Opening } | { expect: Expected } | { frame: true } | { close: true };
process.on('message', (message: Message) => {
  if ('open' in message) void open(message.open).then(() => process.send!({ opened: true }));
  else if ('expect' in message) expectFrames(message.expect);
  else if ('frame' in message) process.send!({ frame: last.toString('utf8') });
  else void close();
});
process.once('disconnect', () => process.exit(0));
