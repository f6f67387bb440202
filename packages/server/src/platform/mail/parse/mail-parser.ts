import { openThreadPool } from '../../threads/thread-pool.ts';
import { togetherOrAlone } from '../../together.ts';
import { MAIL_LIMITS, type ParseResult } from './parsed-mail.ts';

export type MailParser = {
  /** Reads a message; never rejects. A message that breaks its thread, or takes too long, is malformed. */
  parse(raw: Uint8Array): Promise<ParseResult>;
  close(): Promise<void>;
};

export type MailParserOptions = {
  /** @default 2 */
  workers?: number;
  /** @default MAIL_LIMITS.milliseconds */
  timeoutMs?: number;
  /** Memory for one worker's objects, in MB. @default 512 */
  heapMb?: number;
};

const nothingReadable = { from: null, subject: null, messageId: null };

/** Small messages are handed over together: waking a thread takes longer than reading one. */
const TOGETHER = { most: 16, bytes: 32 * 1024 };

/** Threads that read mail. Where one of several messages breaks its thread, each is read by itself. */
export function openMailParser({
  workers = 2,
  timeoutMs = MAIL_LIMITS.milliseconds,
  heapMb = 512,
}: MailParserOptions = {}): MailParser {
  const script = new URL('./parse-worker.ts', import.meta.url);
  const pool = openThreadPool({ script, work: 'Reading the message', threads: workers, timeoutMs, heapMb });
  const read = (raws: readonly Uint8Array[]) => pool.ask<ParseResult[]>(raws);
  const readSmall = togetherOrAlone(read, TOGETHER.most);
  const readOne = async (raw: Uint8Array): Promise<ParseResult> => {
    if (raw.length <= TOGETHER.bytes) return readSmall(raw);
    const [result] = await read([raw]);
    return result as ParseResult;
  };
  return {
    parse: (raw) =>
      readOne(raw).catch(({ message }: Error) => ({
        ok: false,
        cause: message,
        readable: nothingReadable,
        gaveUp: true,
      })),
    close: () => pool.close(),
  };
}
