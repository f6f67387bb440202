import pino from 'pino';
import { breakBuild } from './broken-builds.ts';
import { openKillPoints, type KillPoint } from './kill-points.ts';
import type { Prepare } from './prepare.ts';

/** What the process is told when it starts, as its only argument. */
export type DeskSettings = { databaseUrl: string; environment: Record<string, string>; broken: string | null };
export type DeskReady = { url: string | null; smtpPort: number | null };
export type Order = { start: true } | { arm: KillPoint } | { prepare: Prepare } | { memory: true };

let app: Awaited<ReturnType<typeof import('@copydesk/server/src/app.ts').createApp>> | null = null;

/** The desk that is hurt, in a process of its own: the whole of it, by its own `createApp`, with real doors. */
const settings = JSON.parse(process.argv[2] ?? '') as DeskSettings;
/** Its modules are loaded before it is asked to start: a spare stands by. */
const asked = new Promise<void>((resolve) => {
  process.on('message', (order: Order) => 'start' in order && resolve());
});
process.once('disconnect', () => app ?? process.exit(0));
if (settings.broken !== null) breakBuild(settings.broken);
const arm = openKillPoints();
const [{ createApp }, { readConfig }, { prepare }] = await Promise.all([
  import('@copydesk/server/src/app.ts'),
  import('@copydesk/server/src/config.ts'),
  import('./prepare.ts'),
]);
const config = readConfig({
  DATABASE_URL: settings.databaseUrl,
  SECRET: 'a secret for one run of the faults',
  PORT: '0',
  SMTP_PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'fatal',
  // No name server is asked: what is hurt here is the desk.
  VERIFY_SENDERS: '0',
  ...settings.environment,
});
await asked;
app = await createApp({ config, databaseUrl: settings.databaseUrl, log: pino({ level: config.logLevel }) });
const { desk } = app;
process.on('message', (order: Order) => {
  if ('arm' in order) arm(order.arm);
  else if ('prepare' in order) void prepare(desk, order.prepare).then((prepared) => process.send?.({ prepared }));
  else if ('memory' in order) {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage.rss() });
  }
});
const stop = () => void app?.close().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.send?.({ ready: { url: app.url?.replace(/\/$/u, '') ?? null, smtpPort: app.smtpPort } satisfies DeskReady });
