import type { Duplex } from 'node:stream';

const FINAL_TEXT = 0x81;
/** Up to here a frame is written in one piece: copying it costs less than telling the kernel of two. */
const COPIED = 4 * 1024;

/**
 * Writes a text frame of the WebSocket protocol (RFC 6455, 5.2), unmasked and in one piece, as a server's are. Its text
 * begins with `head` and goes on with `shared`, the same bytes for all who are told the same: they are encoded once, and
 * to readers who are behind they are kept once.
 */
export function writeFrame(stream: Duplex, head: string, shared: Buffer): void {
  const length = Buffer.byteLength(head) + shared.length;
  const begins = length < 126 ? 2 : length < 0x1_0000 ? 4 : 10;
  const copied = stream.writableLength === 0 && shared.length <= COPIED;
  // What has to wait must not keep the pool that the frames of others were cut from.
  const own = copied ? Buffer.allocUnsafe(begins + length) : Buffer.allocUnsafeSlow(begins + length - shared.length);
  own[0] = FINAL_TEXT;
  if (begins === 2) {
    own[1] = length;
  } else if (begins === 4) {
    own[1] = 126;
    own.writeUInt16BE(length, 2);
  } else {
    own[1] = 127;
    own.writeBigUInt64BE(BigInt(length), 2);
  }
  own.write(head, begins);
  if (copied) {
    own.set(shared, begins + length - shared.length);
    stream.write(own);
    return;
  }
  stream.cork();
  stream.write(own);
  stream.write(shared);
  stream.uncork();
}
