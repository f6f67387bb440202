import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { writeFrame } from '../../src/platform/events/frame.ts';

let server: WebSocketServer;
let socket: WebSocket;
let stream: Socket;
let client: WebSocket;

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[opened, request]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  socket = opened as WebSocket;
  stream = (request as { socket: Socket }).socket;
});

afterAll(() => {
  client.terminate();
  server.close();
});

/** What comes until a text that ends it, which the library sends. */
async function received(send: () => void): Promise<string[]> {
  const came: string[] = [];
  const all = new Promise<void>((resolve) => {
    client.on('message', function hear(data) {
      came.push((data as Buffer).toString());
      if (came.at(-1) !== 'END') return;
      client.off('message', hear);
      resolve();
    });
  });
  send();
  socket.send('END');
  client.resume();
  await all;
  return came.slice(0, -1);
}

/** Around the lengths at which a frame's header grows, and at which it is no longer copied. */
const lengths = [1, 100, 120, 121, 122, 126, 127, 4_090, 4_096, 4_097, 65_529, 65_530, 65_531, 200_000];
const head = '{"é":';
const texts = lengths.map((length) => 'x'.repeat(length));

test('a frame of any length is what a reader understands', async () => {
  const came = await received(() => {
    for (const text of texts) writeFrame(stream, head, Buffer.from(text));
  });
  expect(came).toEqual(texts.map((text) => head + text));
});

test('to a reader who is behind, frames come whole and in turn with those of the library', async () => {
  client.pause();
  const shared = Buffer.alloc(512 * 1024, 'y');
  const came = await received(() => {
    // The kernel takes some megabytes before anything has to wait here.
    for (let turn = 0; turn < 100 && stream.writableLength === 0; turn += 1) writeFrame(stream, '0', shared);
    expect(stream.writableLength).toBeGreaterThan(0);
    for (const text of texts) {
      writeFrame(stream, head, Buffer.from(text));
      socket.send(`beside ${text.length}`);
      socket.ping();
    }
  });
  expect(came.filter((text) => !text.startsWith('0y'))).toEqual(
    texts.flatMap((text) => [head + text, `beside ${text.length}`]),
  );
});
