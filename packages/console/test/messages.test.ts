import { expect, test } from 'vitest';
import { byLetter, type SentMail } from '../src/features/messages/by-letter.ts';
import { causeWords } from '../src/features/messages/cause-words.ts';

const mail = (id: string, number: number, createdAt: string, to = id) =>
  ({ id, createdAt, person: { id: to }, ticket: { id: `t${number}`, number, subject: 'Roof' } }) as SentMail;

test('the mails of one reply stand together, those of the next apart', () => {
  const letters = byLetter([
    mail('a', 1, '2026-01-01T00:00:02.100Z'),
    mail('b', 1, '2026-01-01T00:00:02.900Z'),
    mail('c', 2, '2026-01-01T00:00:02.000Z'),
    mail('d', 1, '2026-01-01T00:00:01.000Z', 'rita'),
    mail('e', 1, '2026-01-01T00:00:01.000Z', 'rita'),
  ]);
  expect(letters.map(({ mails }) => mails.map(({ id }) => id))).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
});

test('what holds mail back is said in words, not as a code', () => {
  expect(causeWords({ cause: 'malformed', error: 'x' })).toBe('malformed mail');
  expect(causeWords({ cause: 'a-new-rule', error: null })).toBe('a new rule');
  expect(causeWords({ cause: null, error: 'It took too long.' })).toBe('It took too long.');
});
