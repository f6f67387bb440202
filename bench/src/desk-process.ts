import pino from 'pino';
import { createApp } from '@copydesk/server/src/app.ts';
import { readConfig } from '@copydesk/server/src/config.ts';
import { createPerson, createToken } from '@copydesk/server/src/features/people/index.ts';
import { countStatements } from './count-statements.ts';

/** The desk under measurement, in a process of its own; `desk.ts` starts it and talks to it. */
export type DeskUsage = { cpu: number; rss: number; requests: number; statements: number; background: number };
export type DeskReady = {
  url: string;
  token: string;
  agentId: string;
  /** Of agents of the first department. */
  watcherTokens: string[];
  departmentIds: string[];
  smtpPort: number;
  /** Of the first department. */
  supportAddress: string;
};

const [databaseUrl = ''] = process.argv.slice(2);
const counts = countStatements();
const config = readConfig({
  DATABASE_URL: databaseUrl,
  SECRET: 'a secret for one run of the benchmark',
  PORT: '0',
  SMTP_PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  // No name server is asked: its answers would be what is measured.
  VERIFY_SENDERS: '0',
});
const app = await createApp({ config, databaseUrl, log: pino({ level: config.logLevel }, pino.destination(2)) });

const email = 'bench@desk.example.com';
const departments = await app.desk.db.selectFrom('department').select('id').orderBy('id').execute();
const departmentIds = departments.map(({ id }) => id);
const { personId } = await createPerson(app.desk, 'COMMAND_LINE', {
  name: 'Bench',
  email,
  role: 'AGENT',
  departmentIds,
});
const tokenOf = async (of: string) => (await createToken(app.desk, 'COMMAND_LINE', { email: of, name: 'bench' })).token;
const watcherTokens: string[] = [];
for (let agent = 1; agent <= 6; agent += 1) watcherTokens.push(await tokenOf(`agent-${agent}.orders@desk.example.com`));
const support = await app.desk.db
  .selectFrom('address')
  .select('canonical')
  .where('department_id', '=', departmentIds[0]!)
  .execute();
const ready: DeskReady = {
  url: app.url!.replace(/\/$/, ''),
  token: await tokenOf(email),
  agentId: personId,
  watcherTokens,
  departmentIds,
  smtpPort: app.smtpPort!,
  supportAddress: support[0]!.canonical,
};

process.on('message', (message) => {
  // Memory is compared after a collection; CPU must not have one in it.
  if (message === 'collect') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const usage: DeskUsage = { cpu: (user + system) / 1000, rss: process.memoryUsage.rss(), ...counts };
  process.send!({ usage });
});
process.once('disconnect', () => void app.close().then(() => process.exit(0)));
process.send!({ ready });
