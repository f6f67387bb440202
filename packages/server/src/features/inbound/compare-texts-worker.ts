import { parentPort } from 'node:worker_threads';
import { repeats, type Compared } from './compare-texts.ts';

parentPort?.on('message', (compared: Compared) => parentPort?.postMessage(repeats(compared), []));
