import pino from 'pino';
import { createApp, type App } from '../../packages/server/src/app.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { changeDepartment, createDepartment } from '../../packages/server/src/features/departments/index.ts';
import { createPerson } from '../../packages/server/src/features/people/index.ts';
import type { Desk } from '../../packages/server/src/platform/desk.ts';

export const PASSWORD = 'a long enough password';

/** Who vouches for senders in these tests: `Authentication-Results: mx.test; …` from this machine counts. */
export const RELAY = 'mx.test';

export type Node = App & { url: string; smtpPort: number };

/** One server of a desk on this database. HTTP and SMTP take free ports unless `environment` names them. */
export async function startNode(databaseUrl: string, environment: Record<string, string> = {}): Promise<Node> {
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    SECRET: 'a-secret-for-browser-tests-of-sufficient-length',
    PORT: '0',
    SMTP_PORT: '0',
    HOST: '127.0.0.1',
    TRUSTED_RELAYS: `127.0.0.0/8=${RELAY}`,
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const consoleDirectory = process.env.CONSOLE_DIRECTORY;
  const app = await createApp({
    config,
    databaseUrl,
    log: pino({ level: config.logLevel }),
    poolSize: 5,
    ...(consoleDirectory ? { consoleDirectory } : {}),
  });
  return { ...app, url: (app.url ?? '').replace(/\/$/, ''), smtpPort: app.smtpPort ?? 0 };
}

/** A department whose tickets can have CCs, and its support address. */
export async function aDepartment(desk: Desk, name: string): Promise<{ departmentId: string; address: string }> {
  const address = `${name.toLowerCase()}@desk.example.com`;
  const { departmentId } = await createDepartment(desk, 'COMMAND_LINE', { name, supportAddresses: [address] });
  await changeDepartment(desk, 'COMMAND_LINE', { departmentId, policy: { cc: { enabled: true } }, confirmCc: true });
  return { departmentId, address };
}

export type Colleague = { id: string; name: string; email: string };

/** Somebody of the team, who signs in with PASSWORD. */
export async function aColleague(
  desk: Desk,
  name: string,
  role: 'ADMIN' | 'AGENT' | 'LIGHT_AGENT',
  departmentIds: string[] = [],
): Promise<Colleague> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@desk.example.com`;
  const { personId } = await createPerson(desk, 'COMMAND_LINE', {
    name,
    email,
    role,
    departmentIds,
    password: PASSWORD,
  });
  return { id: personId, name, email };
}
