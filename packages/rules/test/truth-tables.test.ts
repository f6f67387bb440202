import { describe, expect, it } from 'vitest';
import { truthTables } from './truth-tables.ts';
import written from './truth-tables.txt?raw';

const rulesOf = (text: string): Map<string, string> =>
  new Map(text.split('\n\n').map((table) => [table.split(' ')[0] ?? '', table.trim()]));

/** Written anew by `node scripts/write-truth-tables.mjs`: read the difference before you commit it. */
describe('every rule over all it sees', () => {
  const before = rulesOf(written);

  it('is written down', () => {
    expect([...rulesOf(truthTables()).keys()]).toEqual([...before.keys()]);
  });

  it.each([...before])('%s holds, decides and says what is written', (rule, table) => {
    expect(rulesOf(truthTables()).get(rule)).toBe(table);
  });
});
