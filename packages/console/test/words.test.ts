import { expect, test } from 'vitest';
import { splitForMiddle } from '../src/design/split-for-middle.ts';
import { agoTime, shortTime } from '../src/design/time.ts';
import { whatItExposes } from '../src/features/admin/confirm-cc.tsx';
import { settingWords } from '../src/features/admin/setting-words.ts';
import { deliverySummary, kindOf } from '../src/features/ticket/comment-kind.ts';
import { readFacts } from '../src/features/ticket/facts.ts';
import { policyOf } from '../src/features/ticket/policy-of.ts';

test('long text is cut in its middle; of an address the domain stays', () => {
  expect(splitForMiddle('Rita Novak')).toEqual({ head: 'Rita Novak', tail: '' });
  const { head, tail } = splitForMiddle('owner.number-17@muehlbach.example');
  expect([head, tail]).toEqual(['owner.number-17', '@muehlbach.example']);
  const name = splitForMiddle('Anneliese Freifrau von Schönfeldt-Hohenmühlbach');
  expect(name.head + name.tail).toBe('Anneliese Freifrau von Schönfeldt-Hohenmühlbach');
  expect(name.tail).toHaveLength(14);
});

test('times are as short as they stay clear', () => {
  const now = new Date('2026-03-10T12:00:00');
  const ago = (ms: number) => shortTime(new Date(now.getTime() - ms), now);
  expect([ago(5_000), ago(4 * 60_000), ago(2 * 3_600_000)]).toEqual(['now', '4 min', '2 h']);
  expect([5_000, 4 * 60_000, 40 * 86_400_000].map((ms) => agoTime(new Date(now.getTime() - ms), now))).toEqual([
    'now',
    '4 min ago',
    '29 Jan',
  ]);
  expect(ago(40 * 86_400_000)).toBe('29 Jan');
  expect(ago(400 * 86_400_000)).toBe('3 Feb 2025');
});

test('deliveries are summed up, failures said', () => {
  const listed = (states: string[]) => states.map((state) => ({ state }));
  const of = (...states: string[]) => deliverySummary(listed(states), 'PUBLIC')?.text;
  expect(of('SENT', 'KEPT', 'SENT', 'FAILED')).toBe('sent to 3, 1 not delivered');
  expect(of('QUEUED')).toBe('1 waiting');
  expect(of()).toBeUndefined();
  expect(deliverySummary(listed(['SENT', 'SENT', 'QUEUED']), 'INTERNAL')?.text).toBe('told 2 colleagues, 1 waiting');
});

test('public, internal and third party are told apart', () => {
  expect(kindOf({ visibility: 'PUBLIC', flags: [] })).toBe('public');
  expect(kindOf({ visibility: 'INTERNAL', flags: ['THIRD_PARTY'] })).toBe('third');
  expect(kindOf({ visibility: 'INTERNAL', flags: ['AUTOMATIC'] })).toBe('internal');
});

test('facts and settings are said in words', () => {
  expect(readFacts('{"authorIsCc":true,"to":[]}')).toEqual([
    ['author is cc', 'yes'],
    ['to', 'none'],
  ]);
  expect(readFacts('nonsense')).toEqual([]);
  expect(['"KEEP_FIRST"', 'false', '[]', '48'].map(settingWords)).toEqual(['keep first', 'no', 'none', '48']);
});

test('a policy is put together from a department’s settings', () => {
  expect(
    policyOf([
      { key: 'cc.maxPerTicket', value: '20' },
      { key: 'cc.enabled', value: 'true' },
    ]),
  ).toEqual({
    cc: { maxPerTicket: 20, enabled: true },
  });
  expect(policyOf([{ key: 'cc.enabled', value: '{' }])).toBeNull();
});

test('what turning CCs on exposes is said without the words for the API', () => {
  const refusal = 'Everybody copied sees the others. To turn CCs on, confirm “I understand, enable”: confirmCc: true.';
  expect(whatItExposes(refusal)).toBe('Everybody copied sees the others.');
  expect(whatItExposes('Something else.')).toBe('Something else.');
});
