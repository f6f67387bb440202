import { parentPort } from 'node:worker_threads';
import { readMail } from './read-mail.ts';

/** The pool hands over a raw message and gets what was read of it. The bytes of attachments are moved, not copied. */
parentPort?.on('message', (raw: Uint8Array) => void answer(raw));

async function answer(raw: Uint8Array): Promise<void> {
  const result = await readMail(raw);
  const buffers = result.ok ? result.mail.attachments.map(({ content }) => content.buffer as ArrayBuffer) : [];
  parentPort?.postMessage(result, [...new Set(buffers)]);
}
