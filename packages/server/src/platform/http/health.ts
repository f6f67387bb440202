import type { FastifyInstance } from 'fastify';

/** Resolves when the part works; what it throws says in a sentence why not. */
export type HealthCheck = () => Promise<void>;
export type HealthChecks = Readonly<Record<'database' | 'jobs' | 'mail', HealthCheck>>;

const patience = 2_000;

/** GET /health/live: the process answers. GET /health/ready: 200 when all its parts work, else 503 naming those that do not. */
export function addHealth(http: FastifyInstance, checks: HealthChecks): void {
  http.get('/health/live', async () => ({ status: 'ok' }));
  http.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check)]),
    );
    const ready = results.every(([, state]) => state === 'ok');
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', ...Object.fromEntries(results) });
  });
}

async function stateOf(check: HealthCheck): Promise<string> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${patience} ms`)), patience);
  try {
    await Promise.race([check(), late.promise]);
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
