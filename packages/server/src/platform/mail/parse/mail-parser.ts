import { Worker } from 'node:worker_threads';
import { MAIL_LIMITS, type ParseResult } from './parsed-mail.ts';

export type MailParser = {
  /** Reads a message; never rejects. A message that breaks its worker, or takes too long, is malformed. */
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

type Task = { raw: Uint8Array; done: (result: ParseResult) => void };

const nothingReadable = { from: null, subject: null, messageId: null };

/**
 * A pool of worker threads that parse mail. A worker is started when first needed, reads one message at a time, and is
 * ended and replaced when it hangs, crashes or runs out of its own memory: the server never is.
 */
export function openMailParser({
  workers = 2,
  timeoutMs = MAIL_LIMITS.milliseconds,
  heapMb = 512,
}: MailParserOptions = {}): MailParser {
  const waiting: Task[] = [];
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  let closed = false;

  const start = (): Worker => {
    const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32 },
      // Nothing of the server's secrets belongs into a thread that reads strangers' bytes.
      env: {},
      stderr: true,
    });
    all.add(worker);
    worker.unref();
    return worker;
  };

  const next = () => {
    if (closed || waiting.length === 0) return;
    const worker = idle.pop() ?? (all.size < workers ? start() : undefined);
    const task = worker && waiting.shift();
    if (worker && task) run(worker, task);
  };

  const run = (worker: Worker, task: Task) => {
    worker.ref();
    const finish = (result: ParseResult, healthy: boolean) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // Whatever a worker that is being ended still says, nobody listens.
      worker.on('error', () => {});
      worker.unref();
      if (healthy) idle.push(worker);
      else {
        all.delete(worker);
        void worker.terminate();
      }
      task.done(result);
      next();
    };
    const failed = (cause: string) => finish({ ok: false, cause, readable: nothingReadable, gaveUp: true }, false);
    const timer = setTimeout(
      () => failed(`Reading the message took longer than ${timeoutMs / 1000} seconds.`),
      timeoutMs,
    );
    worker.removeAllListeners();
    worker.on('message', (result: ParseResult) => finish(result, true));
    worker.on('messageerror', () => failed('The message cannot be read.'));
    worker.on('error', (error) => failed(`Reading the message failed: ${error.message}`));
    worker.on('exit', () => failed('Reading the message ended the process that read it.'));
    worker.postMessage(task.raw, []);
  };

  return {
    parse: (raw) =>
      new Promise((done) => {
        waiting.push({ raw, done });
        next();
      }),
    close: async () => {
      closed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
