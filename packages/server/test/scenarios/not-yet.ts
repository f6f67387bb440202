const needs = {
  console: 'is about what the console shows: tested in the browser, not here',
} as const;

/** Scenarios of the acceptance list that have no test yet, each with its reason. `pnpm scenarios` prints them. */
export const notYet: Readonly<Record<string, string>> = {
  '3-34': needs.console,
};
