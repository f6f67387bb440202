import type { GraphQLSchema } from 'graphql';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { authenticate } from '../auth/authenticate.ts';
import { addAuthRoutes } from '../auth/auth-routes.ts';
import type { Auth } from '../auth/auth.ts';
import type { Desk } from '../desk.ts';
import { createApollo } from '../graphql/apollo.ts';
import { createContext, type Context } from '../graphql/context.ts';
import { apiError } from '../graphql/errors.ts';
import { tooMuchOf } from '../graphql/request-limits.ts';
import { bytesOf, isLong } from '../graphql/write-answer.ts';
import { beginOperation, type Operation } from '../observe/operation.ts';
import type { Viewer } from '../viewer.ts';
import { addConsole } from './console-files.ts';
import { addGraphiQL } from './graphiql.ts';
import { addHealth, type HealthChecks } from './health.ts';
import { addMetrics } from './metrics.ts';
import { isOwnOrigin } from './origin.ts';
import { addSecurityHeaders } from './security-headers.ts';

/** Who sends the request; null when nobody is signed in. Throws for a cookie that another site's page sent along. */
export type AskViewer = (request: FastifyRequest) => Promise<Viewer | null>;

export type HttpParts = {
  desk: Desk;
  schema: GraphQLSchema;
  auth: Auth;
  metrics: Registry;
  checks: HealthChecks;
  /** Where the built console lies. */
  consoleDirectory: string;
  /** Further routes, such as attachments and mail over HTTP. */
  routes?: readonly ((http: FastifyInstance, viewerOf: AskViewer) => void | Promise<void>)[];
};

/** The desk's HTTP door, ready to listen. `close()` waits for the requests that are under way. */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  const { desk } = parts;
  const http = Fastify({
    loggerInstance: desk.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    trustProxy: desk.config.trustProxy as boolean,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  const https = desk.config.publicUrl.startsWith('https:');
  const viewerOf: AskViewer = (request) => askViewer(desk, request);
  addOperations(http);
  addErrors(http);
  addSecurityHeaders(http, { https });
  addHealth(http, parts.checks);
  addMetrics(http, parts.metrics);
  addAuthRoutes(http, parts.auth);
  await addGraphQL(http, parts, viewerOf);
  addGraphiQL(http);
  for (const add of parts.routes ?? []) await add(http, viewerOf);
  await addConsole(http, parts.consoleDirectory);
  await http.ready();
  return http;
}

/** Each request is an operation, from its head to its answer. */
function addOperations(http: FastifyInstance): void {
  const operations = new WeakMap<FastifyRequest, Operation>();
  http.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'other';
    operations.set(request, beginOperation(`${request.method} ${route}`, done));
  });
  http.addHook('onResponse', async (request, reply) => {
    const span = operations.get(request)?.span;
    span?.setAttributes({ 'http.request.method': request.method, 'http.response.status_code': reply.statusCode }).end();
  });
}

async function askViewer(desk: Desk, request: FastifyRequest): Promise<Viewer | null> {
  const { authorization, cookie } = request.headers;
  const byCookie = authorization === undefined && cookie !== undefined;
  // Somebody who follows a link to a file, in their webmail say, opens a page of ours: nothing changes by that.
  const opensPage = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (byCookie && !opensPage && !isOwnOrigin(desk.config, request.headers)) {
    throw apiError('BAD_REQUEST', 'A page of another site sent this request.', { status: 403 });
  }
  const viewer = await authenticate(desk, { authorization, cookie });
  // Who shows a token means to be somebody: silence would answer them as nobody.
  if (viewer === null && authorization !== undefined)
    throw apiError('UNAUTHENTICATED', 'This token is not valid (any more): make a new one.', { status: 401 });
  return viewer;
}

async function addGraphQL(http: FastifyInstance, { desk, schema }: HttpParts, viewerOf: AskViewer): Promise<void> {
  const apollo = createApollo(schema, { log: desk.log });
  await apollo.start();
  http.addHook('onClose', () => apollo.stop());
  const handler = fastifyApolloHandler<Context>(apollo, {
    context: async (request) => createContext(desk, await viewerOf(request), request.id),
  });
  http.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/graphql') reply.header('cache-control', 'no-store');
  });
  const refuseTooMuch = async ({ body }: FastifyRequest) => {
    const { query, variables } = (body ?? {}) as { query?: unknown; variables?: unknown };
    const refusal = tooMuchOf(query, variables);
    if (refusal) throw refusal;
  };
  // What is long is made into bytes and sent a part in each turn.
  http.addHook('onSend', async (_request, _reply, payload) =>
    typeof payload === 'string' && isLong(payload) ? Readable.from(bytesOf(payload)) : payload,
  );
  http.post('/graphql', { preHandler: refuseTooMuch }, handler as never);
}

type ErrorExtensions = { code?: string; http?: { status?: number } };

/** Faults of a request keep their status and say what is wrong; failures of ours say only that there was one. */
function addErrors(http: FastifyInstance): void {
  http.setErrorHandler(async (error: Error & { statusCode?: number; extensions?: ErrorExtensions }, request, reply) => {
    const status = error.extensions?.http?.status ?? error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'HTTP failure');
    const message = status >= 500 ? 'The desk failed to answer. The error has been noted.' : error.message;
    const code = error.extensions?.code ?? (status === 413 ? 'LIMITED' : status >= 500 ? 'INTERNAL' : 'BAD_REQUEST');
    return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
  });
}
