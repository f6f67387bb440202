import { describe, expect, it } from 'vitest';
import { policyEffects } from '../src/index.ts';
import { policyWith } from './example.ts';

const NOTHING = { staffCcs: 0, followers: 0, overLimit: 0 };
const ALL = { staffCcs: 2, followers: 3, overLimit: 4 };
const was = policyWith('COPYDESK', {
  cc: { enabled: true, maxPerTicket: 48, allowAgents: true },
  followers: { enabled: true },
});

describe('what a new policy does to tickets as they stand', () => {
  it.each<[change: { cc?: object; followers?: object }, standing: object, sentence: string]>([
    [
      { cc: { maxPerTicket: 5 } },
      { overLimit: 1 },
      '1 open ticket has more than 5 CCs already: they keep them, and take no more.',
    ],
    [
      { cc: { maxPerTicket: 1 } },
      { overLimit: 4 },
      '4 open tickets have more than 1 CC already: they keep them, and take no more.',
    ],
    [
      { cc: { allowAgents: false } },
      { staffCcs: 1 },
      'Agents can no longer be copied: 1 agent stays listed as CC and gets no mail as such.',
    ],
    [
      { cc: { allowAgents: false } },
      { staffCcs: 2 },
      'Agents can no longer be copied: 2 agents stay listed as CC and get no mail as such.',
    ],
    [
      { followers: { enabled: false } },
      { followers: 1 },
      'Nobody follows tickets any more: 1 follower stays listed and is told nothing. Turning followers on again brings it back.',
    ],
    [
      { followers: { enabled: false } },
      { followers: 3 },
      'Nobody follows tickets any more: 3 followers stay listed and are told nothing. Turning followers on again brings it back.',
    ],
  ])('%j with %j', (change, standing, sentence) => {
    const to = policyWith('COPYDESK', {
      cc: { ...was.cc, ...change.cc },
      followers: { ...was.followers, ...change.followers },
    });
    expect(policyEffects(was, to, { ...ALL, ...standing })).toEqual([sentence]);
    expect(policyEffects(was, to, NOTHING)).toEqual([]);
    // What was so before is no effect of the change, and what is loosened touches nobody.
    expect(policyEffects(to, to, ALL)).toEqual([]);
    expect(policyEffects(to, was, ALL)).toEqual([]);
  });

  it('says of CCs nothing where they are off', () => {
    const off = policyWith('COPYDESK', { cc: { enabled: false, maxPerTicket: 5, allowAgents: false } });
    expect(policyEffects(was, off, ALL)).toEqual([]);
  });
});
