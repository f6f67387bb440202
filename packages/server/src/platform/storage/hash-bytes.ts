import { createHash, subtle } from 'node:crypto';
import { SLICE } from './read-blob.ts';

/** SHA-256 (hex). Many bytes are hashed in a thread of their own: nobody's turn waits for them. */
export async function hashBytes(bytes: Buffer): Promise<string> {
  if (bytes.length <= SLICE) return createHash('sha256').update(bytes).digest('hex');
  return Buffer.from(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex');
}
