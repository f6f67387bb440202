import { describe, expect, it } from 'vitest';
import { PARTS } from './pinned.ts';
import written from './pinned.txt?raw';

const before = new Map(
  written
    .split(/^# /mu)
    .filter((part) => part !== '')
    .map((part) => part.trimEnd().split('\n'))
    .map(([name = '', ...lines]) => [name, lines]),
);

/**
 * What the rules say of many inputs stays what it was, sentences included, until somebody means to change it: written anew
 * by `node scripts/write-truth-tables.mjs`; read the difference before you commit it. Why they say so is for the other tests.
 */
describe('what was said before', () => {
  it('is said of the same things', () => {
    expect([...PARTS.keys()]).toEqual([...before.keys()]);
  });

  it.each([...PARTS.keys()])('is said of %s', (part) => {
    expect(PARTS.get(part)?.()).toEqual(before.get(part));
  });
});
