import pino from 'pino';
import type { Config } from '../config.ts';
import { databaseOf } from '../platform/database/database.ts';
import { findRunningPostgres } from '../platform/database/embedded/open-embedded-postgres.ts';
import { migrate } from '../platform/database/migrate.ts';
import { openOrm } from '../platform/database/orm.ts';
import type { Desk } from '../platform/desk.ts';
import { openEpoch } from '../platform/events/epoch.ts';
import { openDns } from '../platform/mail/authenticate/dns.ts';
import type { Jobs } from '../platform/jobs/jobs.ts';
import { StartError } from '../start-error.ts';

export type OpenDesk = Desk & { close(): Promise<void> };

/**
 * A desk for one command: that of DATABASE_URL, else the one that runs on DATA_DIR. Operations find their rows, and nothing runs by itself;
 * a running server reads from the log what the command did.
 *
 * @throws StartError in one sentence
 */
export async function openDeskForCommand(config: Config): Promise<OpenDesk> {
  const url = config.databaseUrl ?? findRunningPostgres(config.dataDir);
  if (!url) {
    throw new StartError(`No desk runs on ${config.dataDir}: start it with "npm start", or set DATABASE_URL.`);
  }
  await migrate(url).catch((error: unknown) => Promise.reject(StartError.ofDatabase(error)));
  const orm = await openOrm({ url, poolSize: 5, applicationName: 'copydesk command' });
  const close = () => orm.close(true);
  try {
    const db = databaseOf(orm);
    const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel }, pino.destination(2));
    return {
      config,
      log,
      orm,
      db,
      jobs: noJobs,
      dns: config.verifySenders ? openDns() : null,
      epoch: await openEpoch(db),
      wake: () => {},
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const noQueue = () => Promise.reject(new Error('Commands send no jobs.'));
const noJobs: Jobs = { send: noQueue, sendAll: noQueue, work: noQueue, nudge: () => {}, stop: async () => {} };
