import type { FastifyInstance } from 'fastify';
import { demoAccounts } from './demo-accounts.ts';

/** GET /demo: whom a visitor may sign in as. There on a demo desk alone. */
export function demoRoutes(http: FastifyInstance): void {
  http.get('/demo', async () =>
    demoAccounts.map(({ name, email, password, role }) => ({ name, email, password, role })),
  );
}
