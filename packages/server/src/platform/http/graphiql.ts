import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { FastifyInstance } from 'fastify';

const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
].join('; ');

/** GET /graphql in a browser: GraphiQL, as one page that loads nothing from anywhere else. */
export function addGraphiQL(http: FastifyInstance): void {
  let page: string | undefined;
  http.get('/graphql', async (request, reply) => {
    if (!request.headers.accept?.includes('text/html')) {
      return reply
        .code(405)
        .header('allow', 'POST')
        .send({ errors: [{ message: 'Send queries by POST.', extensions: { code: 'BAD_REQUEST' } }] });
    }
    page ??= renderGraphiQL({
      title: 'Copydesk API',
      endpoint: '/graphql',
      subscriptionsProtocol: 'WS',
      credentials: 'same-origin',
    });
    return reply.header('content-security-policy', policy).type('text/html').send(page);
  });
}
