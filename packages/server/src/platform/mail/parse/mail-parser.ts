import { openThreadPool } from '../../threads/thread-pool.ts';
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

/** Threads that read mail, each one message at a time. */
export function openMailParser({
  workers = 2,
  timeoutMs = MAIL_LIMITS.milliseconds,
  heapMb = 512,
}: MailParserOptions = {}): MailParser {
  const script = new URL('./parse-worker.ts', import.meta.url);
  const pool = openThreadPool({ script, work: 'Reading the message', threads: workers, timeoutMs, heapMb });
  return {
    parse: (raw) =>
      pool
        .ask<ParseResult>(raw)
        .catch(({ message }: Error) => ({ ok: false, cause: message, readable: nothingReadable, gaveUp: true })),
    close: () => pool.close(),
  };
}
