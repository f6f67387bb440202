import pino from 'pino';
import { createApp } from '@copydesk/server/src/app.ts';
import { readConfig } from '@copydesk/server/src/config.ts';
import { countStatements } from './count-statements.ts';

/** A desk that has just started beside the one under measurement, on the same database, and serves alone. */
const counts = countStatements();
const [databaseUrl = ''] = process.argv.slice(2);
const config = readConfig({
  DATABASE_URL: databaseUrl,
  SECRET: 'a secret for one run of the benchmark',
  PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  ROLES: 'web',
});
const app = await createApp({ config, databaseUrl, log: pino({ level: config.logLevel }) });

process.on('message', (message) => {
  const { user, system } = process.cpuUsage();
  if (message === 'usage') {
    process.send!({ usage: { cpu: (user + system) / 1000, rss: process.memoryUsage.rss(), ...counts } });
    return;
  }
  // What an idle process gives back by itself, after a while.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  process.send!({ rss: process.memoryUsage.rss() });
});
process.once('disconnect', () => void app.close().then(() => process.exit(0)));
process.send!({ url: app.url!.replace(/\/$/, '') });
