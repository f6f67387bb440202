import { describe, expect, it } from 'vitest';
import { decideInbound, lookalikeSentence, type Lookalike } from '../src/index.ts';
import { C1, mail, R, type Mail } from './example.ts';

const fake: Lookalike = {
  address: 'eve@bаnk.test',
  domain: 'xn--bnk-6cd.test',
  mixes: ['Latin', 'Cyrillic'],
  looksLike: null,
};

it.each<[Partial<Lookalike>, string]>([
  [{}, 'Look closely at eve@bаnk.test: bаnk.test is xn--bnk-6cd.test, mixes Latin and Cyrillic letters.'],
  [
    { looksLike: 'bank.test' },
    'Look closely at eve@bаnk.test: bаnk.test is xn--bnk-6cd.test, mixes Latin and Cyrillic letters, ' +
      'looks like bank.test, which is another domain.',
  ],
  [
    { address: 'eve@paypa1.test', domain: 'paypa1.test', mixes: [], looksLike: 'paypal.test' },
    'Look closely at eve@paypa1.test: paypa1.test looks like paypal.test, which is another domain.',
  ],
])('%j is told in a sentence', (given, sentence) => {
  expect(lookalikeSentence({ ...fake, ...given })).toBe(sentence);
});

describe('a lookalike is warned of', () => {
  const kinds = (given: Mail) => decideInbound(mail(given)).warnings.map(({ kind, message }) => `${kind} ${message}`);
  const warning = `LOOKALIKE_DOMAIN ${lookalikeSentence(fake)}`;
  const of = (address: string | null) => [{ ...fake, address: address ?? '' }];

  it('where they open a ticket, and beside other warnings', () => {
    expect(kinds({ from: fake.address, ticket: null, lookalikes: [fake] })).toEqual([warning]);
    expect(kinds({ from: fake.address, lookalikes: [fake] })).toEqual([
      expect.stringMatching(/^THIRD_PARTY_REPLY/u),
      warning,
    ]);
    expect(kinds({ from: R, cc: [fake.address], lookalikes: [fake] })).toEqual([warning]);
  });

  it('not of those who are on the ticket, but when they open another', () => {
    expect(kinds({ from: R, lookalikes: of(R.address) })).toEqual([]);
    expect(kinds({ from: R, lookalikes: of(C1.address) })).toEqual([]);
    expect(kinds({ from: R, ticket: null, lookalikes: of(R.address) })).toHaveLength(1);
    const followUp = { ticket: { status: 'CLOSED' }, policy: { ticket: { onClosedReply: 'FOLLOW_UP' } } } as const;
    expect(kinds({ from: R, ...followUp, lookalikes: of(R.address) })).toHaveLength(1);
  });

  it('not where nothing is added to a ticket', () => {
    expect(kinds({ from: fake.address, ticket: null, malformed: 'x', lookalikes: [fake] })).toEqual([]);
    expect(kinds({ from: R, automatic: 'null sender', lookalikes: [fake] })).toEqual([]);
    expect(kinds({ from: R })).toEqual([]);
  });
});
