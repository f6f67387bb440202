import pino from 'pino';
import { createApp, type App } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { fillDemo } from './demo/fill-demo.ts';
import { EmbeddedPostgresError } from './platform/database/embedded/failure.ts';
import { openEmbeddedPostgres } from './platform/database/embedded/open-embedded-postgres.ts';
import { startTracing } from './platform/observe/tracing.ts';
import { StartError } from './start-error.ts';
import { steps, type Steps } from './start-steps.ts';

const startedAt = performance.now();

try {
  await main(readConfig(process.env));
} catch (error) {
  const known = error instanceof ConfigError || error instanceof StartError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`\n${known ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}

async function main(config: Config): Promise<void> {
  // From the beginning: a Ctrl-C during the start lets it finish, so that nothing stays half-made.
  const stop = stopSignal();
  const say = steps(config);
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const tracing = config.tracesTo === undefined ? null : startTracing(config.tracesTo);
  const postgres = config.databaseUrl ? null : await say('PostgreSQL', () => openPostgres(config, log));
  const app = await openApp(config, config.databaseUrl ?? postgres?.url ?? '', log, say).catch(
    async (error: unknown) => {
      await postgres?.close();
      throw error;
    },
  );
  say.ready(app, Math.round(performance.now() - startedAt));
  await stop;
  say.stopping();
  await app.close();
  await postgres?.close();
  await tracing?.stop().catch((error: unknown) => log.warn({ err: error }, 'The last traces could not be sent.'));
  process.exit(0);
}

async function openApp(config: Config, databaseUrl: string, log: pino.Logger, say: Steps): Promise<App> {
  const app = await say('Desk', () => createApp({ config, databaseUrl, log }));
  try {
    if (config.demo) await say('Demo', () => fillDemo(app.desk));
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

function openPostgres(config: Config, log: pino.Logger) {
  const onLost = (error: Error) => {
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  };
  const say = { info: (message: string) => log.info(message), warn: (message: string) => log.warn(message) };
  return openEmbeddedPostgres({ dataDir: config.dataDir, log: say, onLost });
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
