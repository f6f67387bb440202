import { parentPort, workerData } from 'node:worker_threads';

/** What a thread of a pool begins with: it loads its script, and says that it has. */
await import((workerData as { script: string }).script);
parentPort?.postMessage('READY', []);
