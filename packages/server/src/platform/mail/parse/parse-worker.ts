import { parentPort } from 'node:worker_threads';
import type { ParseResult } from './parsed-mail.ts';
import { readMail } from './read-mail.ts';

/** The pool hands over raw messages and gets what was read of each. The bytes of attachments are moved, not copied. */
parentPort?.on('message', (raws: readonly Uint8Array[]) => void answer(raws));

async function answer(raws: readonly Uint8Array[]): Promise<void> {
  const results: ParseResult[] = [];
  for (const raw of raws) results.push(await readMail(raw));
  const buffers = results.flatMap((result) =>
    result.ok ? result.mail.attachments.map(({ content }) => content.buffer as ArrayBuffer) : [],
  );
  parentPort?.postMessage(results, [...new Set(buffers)]);
}
