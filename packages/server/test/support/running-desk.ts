import pino from 'pino';
import { createApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createToken } from '../../src/features/people/index.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { testDatabase } from './test-database.ts';

// What an answer holds is the business of the test that asked.
// oxlint-disable-next-line typescript/no-explicit-any
export type Data = any;

export type GraphQLAnswer = {
  data: Data;
  errors?: { message: string; extensions: { code: string }; path?: unknown[] }[];
};

export type RunningDesk = App & {
  baseUrl: string;
  databaseUrl: string;
  /** Asks as the person (null: nobody), over HTTP with a token. */
  ask(viewer: Viewer | null, query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  tokenOf(viewer: Viewer): Promise<string>;
};

/** A whole desk on a database of its own: HTTP and SMTP on free ports, workers running. */
export async function runningDesk(
  environment: Record<string, string> = {},
  dns?: App['desk']['dns'],
): Promise<RunningDesk> {
  const database = await testDatabase();
  const config = readConfig({
    DATABASE_URL: database.url,
    SECRET: 'test-secret-of-sufficient-length',
    PORT: '0',
    SMTP_PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const log = pino({ level: config.logLevel });
  const app = await createApp({
    config,
    databaseUrl: database.url,
    log,
    poolSize: 5,
    ...(dns === undefined ? {} : { dns }),
  });
  const baseUrl = app.url!.replace(/\/$/, '');
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (viewer: Viewer) => {
    const made =
      tokens.get(viewer.id) ??
      createToken(app.desk, 'COMMAND_LINE', { email: viewer.address!, name: 'test' }).then(({ token }) => token);
    tokens.set(viewer.id, made);
    return made;
  };
  const close = async () => {
    await app.close();
    await database.drop();
  };
  return {
    ...app,
    baseUrl,
    databaseUrl: database.url,
    tokenOf,
    async ask(viewer, query, variables = {}) {
      const authorization: Record<string, string> = viewer ? { authorization: `Bearer ${await tokenOf(viewer)}` } : {};
      const response = await fetch(`${baseUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as GraphQLAnswer;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
