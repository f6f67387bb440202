import { describe, expect, it } from 'vitest';
import { decideInbound, lookalikeSentence, type Lookalike, type Party } from '../src/index.ts';
import { C1, mail, R, type Mail } from './example.ts';

/** With a Cyrillic а in its domain. */
const MIXED: Lookalike = {
  address: 'ann@bаnk.example',
  domain: 'xn--bnk-6cd.example',
  mixes: ['Latin', 'Cyrillic'],
  looksLike: 'bank.example',
};
const NEAR: Lookalike = { address: 'ann@rnail.example', domain: 'rnail.example', mixes: [], looksLike: 'mail.example' };

describe('an address that looks like another', () => {
  it.each<[Lookalike, string]>([
    [
      MIXED,
      'bаnk.example is xn--bnk-6cd.example, mixes Latin and Cyrillic letters, looks like bank.example, which is another domain.',
    ],
    [{ ...MIXED, looksLike: null }, 'bаnk.example is xn--bnk-6cd.example, mixes Latin and Cyrillic letters.'],
    [NEAR, 'rnail.example looks like mail.example, which is another domain.'],
  ])('%j is told from it', (lookalike, sentence) => {
    expect(lookalikeSentence(lookalike)).toBe(`Look closely at ${lookalike.address}: ${sentence}`);
  });

  const warned = (given: Partial<Mail>) => {
    const { effect, warnings } = decideInbound(mail({ from: R, lookalikes: [NEAR], ...given }));
    return [effect, ...warnings];
  };
  const warning = { kind: 'LOOKALIKE_DOMAIN', message: lookalikeSentence(NEAR) };

  it('is warned of where the message is read: as a comment, a new ticket, in a side conversation', () => {
    expect(warned({})).toEqual(['COMMENT', warning]);
    expect(warned({ ticket: null })).toEqual(['TICKET', warning]);
    expect(warned({ automatic: 'null sender' })).toEqual(['SYSTEM_ENTRY']);
    expect(warned({ malformed: 'two From headers' })).toEqual(['SUSPEND']);
    const participants = [{ person: R, address: R.address ?? '', header: 'TO' as const }];
    const side = { subject: 'A second opinion', state: 'OPEN' as const, participants };
    expect(decideInbound({ ...mail({ from: R, lookalikes: [NEAR] }), side })).toMatchObject({
      effect: 'SIDE_MESSAGE',
      warnings: [warning],
    });
  });

  it('is warned of until they are on the ticket', () => {
    const near: Party = { ...C1, address: NEAR.address };
    expect(warned({ ticket: { requester: near } })).toEqual([
      'COMMENT',
      { kind: 'THIRD_PARTY_REPLY', message: expect.any(String) },
    ]);
    expect(warned({ ticket: { ccs: [C1, near] } })).toEqual(['COMMENT']);
    expect(warned({ ticket: { ccs: [C1, near], status: 'CLOSED' } })).toEqual(['TICKET', warning]);
  });
});
