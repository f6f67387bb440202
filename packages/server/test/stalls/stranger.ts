import { parentPort } from 'node:worker_threads';
import { WebSocket } from 'ws';

/*
 * A client in a thread of its own: what it takes to send a bomb and to read its answer is no work of the desk's.
 * Asked `{ url, headers, body }` it sends that by HTTP; asked `{ socket, messages, until }` it sends messages over a
 * WebSocket and answers with the first `until` that come, or with how the socket was closed.
 */

type Http = { url: string; method?: string; headers?: Record<string, string>; body?: string };
type Socket = { socket: string; messages: string[]; until: number };
export type Asked = Http | Socket;
/** `text`: the answer's beginning. */
export type Said = { status: number; bytes: number; text: string };

const SHOWN = 20_000;

parentPort?.on('message', ({ key, asked }: { key: number; asked: Asked }) => {
  const answer = 'socket' in asked ? talk(asked) : send(asked);
  answer.then(
    (said) => parentPort?.postMessage({ key, said }, []),
    (error: Error) => parentPort?.postMessage({ key, failed: error.message }, []),
  );
});

async function send({ url, method = 'POST', headers = {}, body }: Http): Promise<Said> {
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    bytes: bytes.length,
    text: new TextDecoder().decode(bytes.subarray(0, SHOWN)),
  };
}

function talk({ socket: url, messages, until }: Socket): Promise<Said> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    const said: string[] = [];
    const end = (status: number) => {
      const text = said.join('\n');
      resolve({ status, bytes: text.length, text: text.slice(0, SHOWN) });
      socket.terminate();
    };
    socket.on('error', reject);
    socket.on('close', (code) => end(code));
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      if (text.includes('"connection_ack"')) {
        for (const message of messages.slice(1)) socket.send(message);
        if (until === 0) end(0);
        return;
      }
      said.push(text);
      if (said.length === until) end(0);
    });
    socket.on('open', () => socket.send(messages[0] ?? ''));
  });
}
