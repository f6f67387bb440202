import { defineConfig } from 'vitest/config';

/**
 * The tests that `pnpm mutate` asks about each mutant: those that say the same every time and quickly. What is left out
 * tries random or all inputs.
 */
export default defineConfig({
  test: {
    name: 'rules',
    include: ['test/**/*.test.ts'],
    exclude: ['test/properties.test.ts', 'test/exhaustive*.test.ts'],
  },
});
