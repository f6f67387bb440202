const needs = {
  triggers: 'needs triggers, which are not built yet',
  editing: 'needs editing and deleting comments, which is not built yet',
  merge: 'needs merging tickets, which is not built yet',
  console: 'is about what the console shows: tested in the browser, not here',
} as const;

/** Scenarios of the acceptance list that have no test yet, each with its reason. `pnpm scenarios` prints them. */
export const notYet: Readonly<Record<string, string>> = {
  '0-01': needs.triggers,
  '0-03': needs.triggers,
  '0-25': needs.editing,
  '1-26': needs.triggers,
  '2-25': needs.editing,
  '2-26': needs.editing,
  '2-29': needs.merge,
  '3-34': needs.console,
};
