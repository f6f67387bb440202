import pino from 'pino';
import { createApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';

/** A server process of the chaos test: the desk's real HTTP and WebSocket door on a free port, told to its parent. */
const app = await createApp({
  config: readConfig({
    ...process.env,
    HOST: '127.0.0.1',
    PORT: '0',
    ROLES: 'web',
    SECRET: 'test-secret-of-sufficient-length',
  }),
  databaseUrl: process.env['DATABASE_URL'] ?? '',
  log: pino({ level: 'warn' }),
  notify: process.env['NOTIFY'] !== 'off',
  poolSize: 12,
});
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
process.send?.({ url: app.url });
