import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config.ts';

/** GET /demo: whom a visitor may sign in as. Only where the demo runs, which production never does. */
export function demoRoute(config: Pick<Config, 'demo' | 'production'>, accounts: readonly object[]) {
  return (http: FastifyInstance): void => {
    if (!config.demo || config.production) return;
    http.get('/demo', async (_request, reply) => reply.header('cache-control', 'no-store').send({ accounts }));
  };
}
