import { Worker } from 'node:worker_threads';

export type ThreadPool = {
  /**
   * Hands a question to a thread that is free; the message it posts is the answer. Rejects with a sentence when the thread
   * breaks or takes too long.
   */
  ask<Answer>(question: unknown): Promise<Answer>;
  close(): Promise<void>;
};

export type ThreadPoolOptions = {
  /** What the threads run: it answers each message with one. */
  script: URL;
  /** What is done, for the sentence that says it failed: `Reading the message`. */
  work: string;
  /** @default 2 */
  threads?: number;
  timeoutMs: number;
  /** Memory for one thread's objects, in MB. @default 512 */
  heapMb?: number;
};

/** Milliseconds that a thread may take to be there. */
const START_MS = 60_000;

type Task = { question: unknown; resolve: (answer: unknown) => void; reject: (error: Error) => void };

/**
 * Threads for what may take long over what strangers sent. One is started when first needed, does one thing at a time, and
 * is ended and replaced when it hangs, crashes or runs out of its own memory: the server never is.
 */
export function openThreadPool({ script, work, threads = 2, timeoutMs, heapMb = 512 }: ThreadPoolOptions): ThreadPool {
  const waiting: Task[] = [];
  const idle: Worker[] = [];
  const ready = new WeakSet<Worker>();
  const all = new Set<Worker>();
  let closed = false;

  const start = (): Worker => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { script: script.href },
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
    const worker = idle.pop() ?? (all.size < threads ? start() : undefined);
    const task = worker && waiting.shift();
    if (worker && task) run(worker, task);
  };

  const run = (worker: Worker, { question, resolve, reject }: Task) => {
    worker.ref();
    const finish = (healthy: boolean) => {
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
      next();
    };
    const failed = (cause: string) => {
      finish(false);
      reject(new Error(cause));
    };
    // Loading a thread’s modules takes a busy machine longer than most work does, and is nobody’s fault.
    const begin = (patience: number) =>
      setTimeout(() => failed(`${work} took longer than ${patience / 1000} seconds.`), patience);
    let timer = begin(ready.has(worker) ? timeoutMs : START_MS + timeoutMs);
    worker.removeAllListeners();
    worker.on('message', (answer: unknown) => {
      if (answer === 'READY') {
        ready.add(worker);
        clearTimeout(timer);
        timer = begin(timeoutMs);
        return;
      }
      finish(true);
      resolve(answer);
    });
    worker.on('messageerror', () => failed(`${work} failed: what came of it cannot be read.`));
    worker.on('error', (error) => failed(`${work} failed: ${error.message}`));
    worker.on('exit', () => failed(`${work} ended the thread that did it.`));
    worker.postMessage(question, []);
  };

  return {
    ask: <Answer>(question: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        waiting.push({ question, resolve: (answer) => resolve(answer as Answer), reject });
        next();
      }),
    close: async () => {
      closed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
