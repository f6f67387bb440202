import { parentPort } from 'node:worker_threads';
import { readMail } from './read-mail.ts';

/** What the pool hands over and gets back. The bytes of attachments are moved, not copied. */
parentPort?.on('message', async ({ id, raw }: { id: number; raw: Uint8Array }) => {
  const result = await readMail(raw);
  const buffers = result.ok ? result.mail.attachments.map(({ content }) => content.buffer as ArrayBuffer) : [];
  parentPort?.postMessage({ id, result }, [...new Set(buffers)]);
});
