import { describe, expect, it } from 'vitest';
import { freshDraft, type Draft } from '../src/features/composer/draft.ts';
import { fillDraft, sidesToSave } from '../src/features/composer/server-draft.ts';
import { presenceSentences } from '../src/features/ticket/presence-words.ts';

describe('who else is here', () => {
  it('is said by name: who looks on together, who writes each alone', () => {
    const people = [
      { id: '1', name: 'Ben', state: 'VIEWING' },
      { id: '2', name: 'Fay', state: 'WRITING_NOTE' },
      { id: '3', name: 'Lee', state: 'VIEWING' },
      { id: '4', name: 'Ada', state: 'WRITING_REPLY' },
    ] as const;
    expect(presenceSentences(people)).toEqual({
      viewing: 'Viewing: Ben, Lee',
      writing: ['Fay is writing a note', 'Ada is writing a reply'],
    });
    expect(presenceSentences([])).toEqual({ viewing: null, writing: [] });
  });
});

describe('the draft that the server keeps', () => {
  const nothing = { PUBLIC: '', INTERNAL: '' };
  const draft = (text: Partial<Draft['text']>): Draft => ({ ...freshDraft('PUBLIC'), text: { ...nothing, ...text } });

  it('fills what is empty, and shows the side that has something', () => {
    expect(fillDraft(draft({}), nothing, { PUBLIC: '', INTERNAL: 'A note.' })).toMatchObject({
      tab: 'INTERNAL',
      text: { PUBLIC: '', INTERNAL: 'A note.' },
    });
    const both = fillDraft(draft({}), nothing, { PUBLIC: 'Dear', INTERNAL: 'A note.' });
    expect([both.tab, both.text]).toEqual(['PUBLIC', { PUBLIC: 'Dear', INTERNAL: 'A note.' }]);
  });

  it('never takes the place of what was typed here', () => {
    const typed = draft({ PUBLIC: 'Hello' });
    const kept = { PUBLIC: 'Dear', INTERNAL: '' };
    expect(fillDraft(typed, nothing, kept)).toBe(typed);
    // It stood here when the page was opened, and has been taken out or sent since.
    expect(fillDraft(draft({}), { PUBLIC: 'Hello', INTERNAL: '' }, kept).text.PUBLIC).toBe('');
    expect(fillDraft(typed, nothing, null)).toBe(typed);
  });

  it('is saved where it differs, and not before it is known', () => {
    const now = { PUBLIC: 'Dear', INTERNAL: '' };
    expect(sidesToSave(now, null)).toEqual([]);
    expect(sidesToSave(now, nothing)).toEqual(['PUBLIC']);
    expect(sidesToSave(now, now)).toEqual([]);
    expect(sidesToSave(nothing, { PUBLIC: 'Dear', INTERNAL: 'A note.' })).toEqual(['PUBLIC', 'INTERNAL']);
  });
});
