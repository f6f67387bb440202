import { Worker } from 'node:worker_threads';
import type { DnsResolver } from './dns.ts';
import { NO_SIGNATURES, type Envelope, type Signatures } from './read-signatures.ts';
import type { Ask, Told } from './signature-worker.ts';

/** As long as checking one mail may take; asking DNS included. */
const MILLISECONDS = 20_000;

const idle: Worker[] = [];

/**
 * Checks a message's signatures in a thread of its own: one mail may keep it busy for minutes. Never rejects. Of what takes
 * too long, or breaks the thread, nothing counts as signed. As many threads as mails are checked at once.
 */
export async function checkSignatures(
  raw: Uint8Array,
  envelope: Envelope,
  dns: DnsResolver,
  milliseconds: number = MILLISECONDS,
): Promise<Signatures> {
  const worker = idle.pop() ?? startWorker();
  const found = await new Promise<Signatures | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), milliseconds);
    const done = (signatures: Signatures | null) => {
      clearTimeout(timer);
      resolve(signatures);
    };
    worker.on('message', (message: Ask | Signatures) => {
      if ('ask' in message) void tell(worker, message, dns);
      else done(message);
    });
    worker.on('messageerror', () => done(null));
    worker.on('error', () => done(null));
    worker.on('exit', () => done(null));
    worker.ref();
    worker.postMessage({ raw, envelope }, []);
  });
  for (const event of ['message', 'messageerror', 'error', 'exit']) worker.removeAllListeners(event);
  worker.on('error', () => {});
  worker.unref();
  if (found) idle.push(worker);
  else void worker.terminate();
  return found ?? NO_SIGNATURES;
}

function startWorker(): Worker {
  return new Worker(new URL('./signature-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    // Nothing of the server's secrets belongs into a thread that reads strangers' bytes.
    env: {},
    stderr: true,
  });
}

async function tell(worker: Worker, { ask, name, type }: Ask, dns: DnsResolver): Promise<void> {
  const told: Told = await dns(name, type).then(
    (records) => ({ ask, records }),
    ({ code }: NodeJS.ErrnoException) => ({ ask, code: code ?? 'ETIMEOUT' }),
  );
  worker.postMessage(told, []);
}
