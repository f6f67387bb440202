import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { demoRoutes } from './demo/demo-routes.ts';
import { attachmentRoutes } from './features/comments/index.ts';
import { inboundRoutes, openMailDoor, originalRoutes, startInbound } from './features/inbound/index.ts';
import { openLive, type LiveUpdates } from './features/live/index.ts';
import { startMailAccounts } from './features/mail-accounts/index.ts';
import { placeNotificationsCursor, startDelivery, startNotifications } from './features/notifications/index.ts';
import { ratingRoutes } from './features/ratings/index.ts';
import { placeTriggersCursor, startTriggers } from './features/triggers/index.ts';
import { createAuth } from './platform/auth/auth.ts';
import { databaseOf } from './platform/database/database.ts';
import { migrate } from './platform/database/migrate.ts';
import { openOrm } from './platform/database/orm.ts';
import type { Desk } from './platform/desk.ts';
import type { Consumer } from './platform/events/consumer.ts';
import { openEpoch } from './platform/events/epoch.ts';
import { addLiveMetrics } from './platform/events/live-metrics.ts';
import { buildSchema } from './platform/graphql/build-schema.ts';
import { readSlices } from './platform/graphql/read-slices.ts';
import { createHttp } from './platform/http/http.ts';
import { createMetrics } from './platform/http/metrics.ts';
import { addWaitingMetrics } from './platform/http/waiting-metrics.ts';
import { openJobQueue, type JobQueue } from './platform/jobs/pg-boss.ts';
import { openDns, type DnsResolver } from './platform/mail/authenticate/dns.ts';
import { requireGreeting } from './platform/mail/smtp-in/require-greeting.ts';
import { watchedClient } from './platform/observe/watched-client.ts';
import type { SmtpDoor } from './platform/mail/smtp-in/smtp-server.ts';
import { resolvers } from './resolvers.ts';
import { listening, StartError } from './start-error.ts';

const builtConsole = fileURLToPath(new URL('../../console/dist', import.meta.url));

export type App = AsyncDisposable & {
  desk: Desk;
  /** Where HTTP listens; null without the role `web`. */
  url: string | null;
  /** Where SMTP listens; null without the role `smtp`. */
  smtpPort: number | null;
  /** Ends subscriptions with 1012, lets requests, mails and jobs finish, then closes everything. */
  close(): Promise<void>;
};

export type AppOptions = {
  config: Config;
  databaseUrl: string;
  log: Logger;
  /** Wakes other nodes by NOTIFY. Without it they find out by polling. @default true */
  notify?: boolean;
  /** @default 10 */
  poolSize?: number;
  /** Where the built console lies. @default packages/console/dist */
  consoleDirectory?: string;
  /** Asked about the senders of mails instead of the machine's resolver; null: nobody is. */
  dns?: DnsResolver | null;
};

/**
 * A whole desk on a database: migrated, its doors open, its consumers and workers running, as the roles say.
 *
 * @throws StartError with one sentence for what an operator can mend: a port taken, a database out of reach
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, databaseUrl, log, notify = true, poolSize = 10, consoleDirectory = builtConsole } = options;
  const dns = options.dns === undefined && config.verifySenders ? openDns() : (options.dns ?? null);
  const closing = new AsyncDisposableStack();
  try {
    await prepareDatabase(databaseUrl);
    const orm = await openOrm({
      url: databaseUrl,
      poolSize,
      applicationName: 'copydesk',
      client: watchedClient(log, config.slowQueryMs),
    });
    closing.defer(() => orm.close(true));
    const db = databaseOf(orm);
    const jobs = await openJobQueue({ url: databaseUrl, log, works: config.roles.has('jobs') });
    closing.defer(() => jobs.stop());
    const consumers: Consumer[] = [];
    const wakeConsumers = () => consumers.forEach((consumer) => consumer.wake());
    let live: LiveUpdates | null = null;
    const wake: Desk['wake'] = (_, what) => {
      // They read the log after those who watch: what they write would keep these waiting.
      if (live) live.wake(what);
      else if (what !== 'PRESENCE') wakeConsumers();
    };
    const desk: Desk = { config, log, orm, db, jobs, epoch: await openEpoch(db), dns, wake };

    // In every role, and before a door opens: what is written from now on is mailed, whichever node mails it.
    await placeNotificationsCursor(db, desk.epoch);
    await placeTriggersCursor(db, desk.epoch);
    if (config.roles.has('jobs')) {
      for (const start of [startNotifications, startTriggers]) {
        const consumer = await start(desk);
        closing.defer(() => consumer.stop());
        consumers.push(consumer);
      }
      for (const start of [startInbound, startDelivery]) {
        const worker = await start(desk);
        closing.defer(() => worker.stop());
      }
      const mailAccounts = startMailAccounts(desk, { url: databaseUrl });
      closing.defer(() => mailAccounts.stop());
    }
    const mail = config.roles.has('smtp') ? await openMail(desk) : null;
    if (mail) closing.defer(() => mail.close());
    let web: string | null = null;
    if (config.roles.has('web')) {
      const schema = buildSchema(readSlices(), resolvers);
      live = await openLive({ desk, schema, url: databaseUrl, notify });
      closing.defer(() => live?.close());
      // What other nodes commit reaches the stored consumers of this one as well.
      live.onGrowth(wakeConsumers);
      web = await openWeb(desk, { schema, jobs, mail, live, closing, consoleDirectory });
    }
    const close = once(() => closing.disposeAsync());
    return { desk, url: web, smtpPort: mail?.port ?? null, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

async function prepareDatabase(url: string): Promise<void> {
  try {
    await migrate(url);
  } catch (error) {
    throw StartError.ofDatabase(error);
  }
}

type WebParts = {
  schema: GraphQLSchema;
  jobs: JobQueue;
  mail: SmtpDoor | null;
  live: LiveUpdates;
  closing: AsyncDisposableStack;
  consoleDirectory: string;
};

async function openWeb(desk: Desk, parts: WebParts): Promise<string> {
  const { config } = desk;
  const { schema, jobs, mail, live, closing, consoleDirectory } = parts;
  const metrics = createMetrics();
  addWaitingMetrics(metrics, desk.db);
  addLiveMetrics(metrics, live);
  const http = await createHttp({
    desk,
    schema,
    auth: createAuth(desk),
    metrics,
    checks: {
      database: async () => void (await sql`select 1`.execute(desk.db)),
      jobs: () => requireReady(jobs),
      mail: async () => void (mail && (await requireGreeting(config.host, mail.port))),
    },
    consoleDirectory: path.resolve(consoleDirectory),
    routes: [
      inboundRoutes(desk),
      originalRoutes(desk),
      attachmentRoutes(desk),
      ratingRoutes(desk),
      ...(config.demo ? [demoRoutes] : []),
    ],
  });
  live.attach(http.server);
  closing.defer(async () => {
    // Sockets would keep the server from closing: they are told to come back, to another node or to the next start.
    await live.drain();
    await http.close();
  });
  return listening('PORT', config.port, () => http.listen({ host: config.host, port: config.port }));
}

async function requireReady(jobs: JobQueue): Promise<void> {
  if (!(await jobs.isReady())) throw new Error('the job queue does not answer');
}

function openMail(desk: Desk) {
  const { host, smtpPort } = desk.config;
  return listening('SMTP_PORT', smtpPort, () => openMailDoor(desk, { host, port: smtpPort }));
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
