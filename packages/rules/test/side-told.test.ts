import { describe, expect, it } from 'vitest';
import {
  PRESET_POLICIES,
  sideLimit,
  whoIsToldOfSide,
  type Party,
  type SubjectTicket,
  type ToldOfSide,
} from '../src/index.ts';
import { A, C1, F, G, O, policyWith, R } from './example.ts';
import { BOB, EVERYBODY, stands, X } from './side-example.ts';

const subject: SubjectTicket = {
  departmentId: 'department-claims',
  requesterId: R.id,
  assigneeId: G.id,
  ccIds: [C1.id],
  followerIds: [F.id, O.id],
  restrictedIds: [],
  customersMaySee: true,
  ccsMaySee: true,
  agentAsRequester: 'SHOW_ALL',
};

function told(event: Partial<ToldOfSide>): string[] {
  return whoIsToldOfSide({
    author: A,
    writesTo: 'EVERYBODY',
    haveIt: [],
    participants: EVERYBODY,
    startedBy: A,
    assignee: G,
    followers: [F],
    subject,
    policy: PRESET_POLICIES.COPYDESK,
    ...event,
  }).map(({ personId, header, rule }) => `${header} ${personId} ${rule.replace('told-side-', '')}`);
}

describe('who is told', () => {
  it('with the reason, and as a mail of a side conversation', () => {
    const rows = whoIsToldOfSide({
      author: X,
      writesTo: 'EVERYBODY',
      haveIt: [],
      participants: [stands('BCC', BOB)],
      startedBy: null,
      assignee: G,
      followers: [F],
      subject,
      policy: PRESET_POLICIES.COPYDESK,
    });
    expect(rows).toEqual([
      {
        personId: 'bob',
        address: 'bob@else.test',
        header: 'BCC',
        mail: 'SIDE',
        rule: 'told-side-participant',
        because: 'They take part in the side conversation.',
      },
      {
        personId: 'grace',
        address: G.address,
        header: 'HIDDEN',
        mail: 'SIDE',
        rule: 'told-side-assignee',
        because: 'The ticket is assigned to them: they hear of its side conversations.',
      },
      {
        personId: 'fay',
        address: F.address,
        header: 'HIDDEN',
        mail: 'SIDE',
        rule: 'told-side-follower',
        because: 'They follow the ticket, unseen by customers.',
      },
    ]);
    const [, starter] = whoIsToldOfSide({
      author: X,
      writesTo: 'TEAM',
      haveIt: [],
      participants: [],
      startedBy: A,
      assignee: G,
      followers: [],
      subject,
      policy: PRESET_POLICIES.COPYDESK,
    });
    expect(starter?.because).toBe('They started the side conversation, and somebody answered.');
  });

  const participants = ['TO xavier participant', 'CC ann participant', 'BCC bob participant'];
  const team = ['HIDDEN grace assignee', 'HIDDEN fay follower'];

  it('of what the team writes: everybody who takes part, and the team, hidden', () => {
    expect(told({})).toEqual([...participants, ...team]);
  });

  it('of what came in: the team, with whoever started it; nobody who has it', () => {
    const came = { author: X, writesTo: 'TEAM' } as const;
    expect(told(came)).toEqual(['HIDDEN grace assignee', 'HIDDEN ada starter', 'HIDDEN fay follower']);
    expect(told({ ...came, haveIt: [G.address!, A.id] })).toEqual(['HIDDEN fay follower']);
    expect(told({ ...came, startedBy: G })).toEqual(team);
    expect(told({ ...came, startedBy: null, assignee: null, followers: [] })).toEqual([]);
  });

  it('of an automatic message: nobody', () => {
    expect(told({ writesTo: 'NOBODY' })).toEqual([]);
  });

  it('never the author, never twice, nobody who has it, nobody without an address', () => {
    expect(told({ author: G })).toEqual([...participants, 'HIDDEN fay follower']);
    expect(told({ author: X })).toEqual([...participants.slice(1), ...team]);
    expect(told({ haveIt: [X.address!, BOB.id] })).toEqual(['CC ann participant', ...team]);
    expect(told({ participants: [stands('TO', G), stands('CC', F)] })).toEqual([
      'TO grace participant',
      'CC fay participant',
    ]);
    expect(told({ author: null, assignee: { ...G, address: null } })).toEqual([...participants, 'HIDDEN fay follower']);
  });

  it('of the team only staff who read the ticket, followers where there are some', () => {
    expect(told({ followers: [O, { ...F, state: 'SUSPENDED' }, C1] })).toEqual([
      ...participants,
      'HIDDEN grace assignee',
      'HIDDEN otto follower',
    ]);
    expect(told({ followers: [O], subject: { ...subject, followerIds: [] } })).toEqual([...participants, team[0]]);
    const policy = policyWith('COPYDESK', { followers: { enabled: false } });
    expect(told({ policy })).toEqual([...participants, team[0]]);
  });
});

describe('1-34: how many people', () => {
  const people = (count: number, person: Party) => Array.from({ length: count }, () => person);
  const limit = (outside: number, staff: number) =>
    sideLimit(PRESET_POLICIES.ZENDESK, [...people(outside, X), ...people(staff, A)]);

  it('100 in all, 48 of them outside', () => {
    expect(limit(48, 52)).toBeNull();
    expect(limit(48, 53)).toMatch(/takes 100 people at most; this one would have 101/u);
    expect(limit(49, 0)).toMatch(/takes 48 people outside the team at most; this one would have 49/u);
    expect(limit(0, 100)).toBeNull();
  });
});
