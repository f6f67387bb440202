import { describe, expect, it } from 'vitest';
import { participationSentence, type ParticipationEntry } from '../src/index.ts';

const entry = (given: Partial<ParticipationEntry> = {}): ParticipationEntry => ({
  name: 'Carl',
  by: 'Ada',
  bySelf: false,
  change: 'JOINED',
  as: 'CC',
  via: 'CONSOLE',
  rule: 'added-by-hand',
  ...given,
});

describe('the sentence of a change of who takes part', () => {
  it.each<[Partial<ParticipationEntry>, string]>([
    [{}, 'Carl was made CC by Ada, in the console.'],
    [{ via: 'API', as: 'FOLLOWER' }, 'Carl was made a follower by Ada, over the API.'],
    [{ bySelf: true, by: 'Carl', as: 'FOLLOWER' }, 'Carl became a follower, in the console.'],
    [{ change: 'LEFT' }, 'Carl was taken off as CC by Ada, in the console.'],
    [{ change: 'LEFT', bySelf: true, as: 'ASSIGNEE' }, 'Carl is no longer assignee, in the console.'],
    [{ change: 'RESTRICTED' }, 'Carl was barred from the ticket in the help center by Ada, in the console.'],
    [{ change: 'UNRESTRICTED' }, 'Carl was let into the ticket in the help center again by Ada, in the console.'],
    [{ via: 'MAIL', rule: 'cc-by-mail' }, 'Carl was made CC by Ada, by mail. A public mail named them in Cc.'],
    [
      { via: 'RULE', rule: 'replying-agent-follows', as: 'FOLLOWER', by: null },
      'Carl was made a follower, by a rule of the department. Staff who answer by mail follow the ticket.',
    ],
    [{ via: 'HELP_CENTER', rule: null, as: 'REQUESTER' }, 'Carl was made requester by Ada, in the help center.'],
    [{ via: null, by: null, rule: 'something-new' }, 'Carl was made CC.'],
    [
      { via: 'ELSEWHERE', rule: 'merge-cc' },
      'Carl was made CC by Ada. They were CC of a ticket that was merged into this one.',
    ],
  ])('%j', (given, sentence) => {
    expect(participationSentence(entry(given))).toBe(sentence);
  });
});
