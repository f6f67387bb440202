import type { FastifyInstance } from 'fastify';
import { createToken } from '../../src/features/people/index.ts';
import { createAuth } from '../../src/platform/auth/auth.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import { createHttp, type HttpParts } from '../../src/platform/http/http.ts';
import { createMetrics } from '../../src/platform/http/metrics.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

export const schema = buildSchema(readSlices(), resolvers);

export type Answer = {
  status: number;
  // What was asked for: each test knows its own shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any;
  errors: { message: string; path?: (string | number)[]; extensions: { code: string } }[] | undefined;
};

export type HttpDesk = {
  desk: TestDesk;
  http: FastifyInstance;
  /** A GraphQL request over HTTP, as the owner of the token where one is given. */
  ask(
    query: string,
    options?: { token?: string | undefined; variables?: object; headers?: Record<string, string> },
  ): Promise<Answer>;
  tokenOf(viewer: Viewer): Promise<string>;
  signIn(
    email: string,
    password: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; cookie: string }>;
  close(): Promise<void>;
};

/** The desk's HTTP door on a database of its own: everything from the socket on is real. */
export async function httpDesk(
  parts: Partial<HttpParts> = {},
  environment: Record<string, string> = {},
): Promise<HttpDesk> {
  const desk = await testDesk(environment);
  const http = await createHttp({
    desk,
    schema,
    auth: createAuth(desk),
    metrics: createMetrics(),
    checks: { database: async () => {}, jobs: async () => {}, mail: async () => {} },
    consoleDirectory: '/nowhere',
    ...parts,
  });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  return {
    desk,
    http,
    async ask(query, { token, variables = {}, headers = {} } = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as Omit<Answer, 'status'>;
      return { status: response.status, data, errors };
    },
    tokenOf: async (viewer) =>
      (await createToken(desk, 'COMMAND_LINE', { email: viewer.address ?? '', name: 'test' })).token,
    async signIn(email, password, headers = {}) {
      const response = await fetch(`${url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ email, password }),
      });
      const cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      return { status: response.status, cookie };
    },
    async close() {
      await http.close();
      await desk.close();
    },
  };
}
