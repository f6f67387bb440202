import { defineConfig } from 'vitest/config';

/** Every test of the repository in one run; each project's own vitest.config.ts says how it wants to be run. */
export default defineConfig({
  test: {
    projects: ['packages/*', 'e2e', 'bench', 'faults'],
  },
});
