import { beforeEach, expect, test } from 'vitest';
import { freshDraft, keepDraft, readDraft, sentDraft, type Keeping } from '../src/features/composer/draft.ts';

let kept: Map<string, string>;
let keeping: Keeping;
beforeEach(() => {
  kept = new Map();
  keeping = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
});

test('a draft comes back as it was left, with the same keys', () => {
  const draft = { ...freshDraft('PUBLIC'), text: { PUBLIC: 'Hello', INTERNAL: 'psst' } };
  keepDraft(keeping, 't1', draft);
  expect(readDraft(keeping, 't1', 'PUBLIC')).toEqual(draft);
  expect(readDraft(keeping, 't2', 'PUBLIC').text.PUBLIC).toBe('');
});

test('an empty draft is not kept, and what cannot be read is a fresh one', () => {
  keepDraft(keeping, 't1', { ...freshDraft('PUBLIC'), text: { PUBLIC: 'x', INTERNAL: '' } });
  keepDraft(keeping, 't1', freshDraft('PUBLIC'));
  expect(kept.size).toBe(0);
  kept.set('copydesk.draft.t1', '{broken');
  expect(readDraft(keeping, 't1', 'INTERNAL')).toMatchObject({ tab: 'INTERNAL', text: { PUBLIC: '', INTERNAL: '' } });
});

test('a comment that was written empties its side and takes a new key; the other side stays', () => {
  const draft = { ...freshDraft('PUBLIC'), text: { PUBLIC: 'Hello', INTERNAL: 'psst' }, removeCcIds: ['c'] };
  const after = sentDraft(draft, 'PUBLIC');
  expect(after.text).toEqual({ PUBLIC: '', INTERNAL: 'psst' });
  expect(after.removeCcIds).toEqual([]);
  expect(after.clientKey.PUBLIC).not.toBe(draft.clientKey.PUBLIC);
  expect(after.clientKey.INTERNAL).toBe(draft.clientKey.INTERNAL);
});

test('a storage that refuses does not lose what is on the screen', () => {
  const full: Keeping = {
    ...keeping,
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(() => keepDraft(full, 't1', { ...freshDraft('PUBLIC'), text: { PUBLIC: 'x', INTERNAL: '' } })).not.toThrow();
});
