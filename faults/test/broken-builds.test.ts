import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brokenBuilds } from '../src/desk/broken-builds.ts';

const source = (file: string) => readFileSync(new URL(`../../packages/server/src/${file}`, import.meta.url), 'utf8');

// Found by a run only after a minute, and only of the build that is run.
it.each(Object.entries(brokenBuilds))('the broken build %s finds its lines in the desk', (_, { changes }) => {
  for (const { file, line } of changes) expect([file, source(file).split(line).length - 1]).toEqual([file, 1]);
});
