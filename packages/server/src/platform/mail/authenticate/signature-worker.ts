import { parentPort } from 'node:worker_threads';
import type { DnsResolver } from './dns.ts';
import { NO_SIGNATURES, readSignatures, type Envelope } from './read-signatures.ts';

export type Ask = { ask: number; name: string; type: string };
export type Told = { ask: number; records?: string[] | string[][]; code?: string };

const open = new Map<number, { resolve: (records: string[] | string[][]) => void; reject: (error: Error) => void }>();
let asked = 0;

/** DNS is asked by the server, which remembers the answers. */
const dns: DnsResolver = (name, type) =>
  new Promise((resolve, reject) => {
    asked += 1;
    open.set(asked, { resolve, reject });
    parentPort?.postMessage({ ask: asked, name, type } satisfies Ask, []);
  });

parentPort?.on('message', (message: Told | { raw: Uint8Array; envelope: Envelope }) => {
  if ('raw' in message) {
    const read = readSignatures(message.raw, message.envelope, dns).catch(() => NO_SIGNATURES);
    void read.then((signatures) => parentPort?.postMessage(signatures, []));
    return;
  }
  const { ask, records, code } = message;
  const waiting = open.get(ask);
  open.delete(ask);
  if (records) waiting?.resolve(records);
  else waiting?.reject(Object.assign(new Error('DNS has no answer.'), { code }));
});
