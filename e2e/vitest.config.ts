import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const graphql = fileURLToPath(
  import.meta.resolve('graphql', new URL('../packages/server/src/app.ts', import.meta.url)),
);

export default defineConfig({
  // As Node itself resolves it: Vite would take its ES module beside the one that the server library requires.
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    name: 'e2e',
    include: ['*.test.ts'],
    globalSetup: ['support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Last, and alone: a browser, a server and PostgreSQL want the machine for themselves.
    sequence: { groupOrder: 2 },
  },
});
