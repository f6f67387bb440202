import { describe, expect, it } from 'vitest';
import {
  asksForRating,
  isDone,
  occasionMeant,
  PERSON_STATES,
  RATE_WHEN,
  RATING_OCCASIONS,
  ROLES,
  TICKET_STATUSES,
  whoIsToldOf,
  whyMayNotRate,
  type Party,
  type PolicyChange,
  type RatedTicket,
  type RateWhen,
} from '../src/index.ts';
import { A, C1, C2, F, G, policyWith, R, AS_IT_IS, TRIGGERS } from './example.ts';

const policy = (requester: RateWhen, mayRate: RateWhen, enabled = true): PolicyChange => ({
  rating: { requester },
  cc: { mayRate, enabled },
});

/** R's ticket with C1 and, restricted, C2 as CCs. */
function ticket(change: PolicyChange): RatedTicket {
  return {
    requesterId: R.id,
    ccIds: [C1.id, C2.id],
    restrictedIds: [C2.id],
    policy: policyWith('COPYDESK', change),
  };
}

describe('who may rate, and so is asked', () => {
  it.each<[RateWhen, string[]]>([
    ['OFF', []],
    ['EVERY_REPLY', ['REPLY']],
    ['ON_CLOSE', ['CLOSURE']],
    ['BOTH', ['REPLY', 'CLOSURE']],
  ])('%s asks on %j', (when, expected) => {
    expect(RATING_OCCASIONS.filter((occasion) => asksForRating(when, occasion))).toEqual(expected);
    const rates = (who: Party, change: PolicyChange) =>
      RATING_OCCASIONS.filter((occasion) => whyMayNotRate(who, occasion, ticket(change)) === null);
    // Each by their own key.
    expect(rates(R, policy(when, 'OFF'))).toEqual(expected);
    expect(rates(R, policy('OFF', when))).toEqual([]);
    expect(rates(C1, policy('OFF', when))).toEqual(expected);
    expect(rates(C1, policy(when, 'OFF'))).toEqual([]);
  });

  it('CCs only while CCs are on, and not whom somebody restricted', () => {
    expect(whyMayNotRate(C1, 'CLOSURE', ticket(policy('BOTH', 'BOTH', false)))).toMatchObject({ code: 'FORBIDDEN' });
    expect(whyMayNotRate(C2, 'CLOSURE', ticket(policy('BOTH', 'BOTH')))).toMatchObject({ code: 'FORBIDDEN' });
    expect(whyMayNotRate(R, 'CLOSURE', ticket(policy('BOTH', 'BOTH', false)))).toBeNull();
  });

  it('customers who are active, and nobody else, whatever they are to the ticket', () => {
    const everything = ticket(policy('BOTH', 'BOTH'));
    for (const id of [R.id, C1.id, 'stranger']) {
      for (const role of ROLES) {
        for (const state of PERSON_STATES) {
          const refused = whyMayNotRate({ id, role, state }, 'REPLY', everything);
          expect(refused === null).toBe(id !== 'stranger' && role === 'END_USER' && state === 'ACTIVE');
        }
      }
    }
  });

  it('a refusal says what the department asks for instead', () => {
    const message = (when: RateWhen, occasion: 'REPLY' | 'CLOSURE') => {
      const refused = whyMayNotRate(R, occasion, ticket(policy(when, 'OFF')));
      expect(refused?.code).toBe('FORBIDDEN');
      return refused?.message;
    };
    expect(message('OFF', 'REPLY')).toBe('This department does not ask you for ratings.');
    expect(message('ON_CLOSE', 'REPLY')).toBe('Here a request is rated when it has been solved.');
    expect(message('EVERY_REPLY', 'CLOSURE')).toBe('Here each reply is rated by itself: say which one (commentId).');
    const stranger = { ...C1, id: 'stranger' };
    expect(whyMayNotRate(stranger, 'REPLY', ticket(policy('BOTH', 'BOTH')))?.message).toBe(
      "Only a request's requester and CCs rate it.",
    );
  });
});

describe('what a rating is about that does not say', () => {
  it.each(RATE_WHEN)('%s', (when) => {
    for (const status of TICKET_STATUSES) {
      const meant = occasionMeant(R, { ...ticket(policy(when, 'OFF')), status });
      const done = status === 'SOLVED' || status === 'CLOSED';
      expect(isDone(status)).toBe(done);
      expect(meant).toBe(done && (when === 'ON_CLOSE' || when === 'BOTH') ? 'CLOSURE' : 'REPLY');
    }
  });

  it('nothing that a stranger could rate', () => {
    const closed = { ...ticket(policy('BOTH', 'BOTH')), status: 'CLOSED' } as const;
    expect(occasionMeant({ ...C1, id: 'stranger' }, closed)).toBe('REPLY');
  });
});

describe('who is told', () => {
  const told = (kind: 'RATING_ASKED' | 'RATED', change: PolicyChange, author: Party) =>
    whoIsToldOf({
      kind,
      visibility: 'PUBLIC',
      via: 'CONSOLE',
      author,
      actsAs: 'STAFF',
      confidence: null,
      mailRecipients: [],
      writesOutside: 'ALL',
      ticket: { ...AS_IT_IS, requester: R, assignee: G, ccs: [C1, A], followers: [F] },
      policy: policyWith('COPYDESK', change),
      newCcIds: [],
      triggers: TRIGGERS,
    }).told.map(({ personId, mail, header }) => `${personId} ${header} ${mail}`);

  it('of a closure: each customer by their own key, and no staff', () => {
    expect(told('RATING_ASKED', policy('ON_CLOSE', 'BOTH'), G)).toEqual(['rita TO RATING', 'carl CC RATING']);
    expect(told('RATING_ASKED', policy('ON_CLOSE', 'OFF'), G)).toEqual(['rita TO RATING']);
    expect(told('RATING_ASKED', policy('EVERY_REPLY', 'EVERY_REPLY'), G)).toEqual([]);
    expect(told('RATING_ASKED', policy('BOTH', 'BOTH', false), G)).toEqual(['rita TO RATING']);
  });

  it('of a rating: assignee and followers, not the customers', () => {
    expect(told('RATED', policy('BOTH', 'BOTH'), R)).toEqual(['grace HIDDEN CHANGE', 'fay HIDDEN CHANGE']);
  });

  it('a requester who is staff is not asked', () => {
    const { told: nobody } = whoIsToldOf({
      kind: 'RATING_ASKED',
      visibility: 'PUBLIC',
      via: 'CONSOLE',
      author: G,
      actsAs: 'STAFF',
      confidence: null,
      mailRecipients: [],
      writesOutside: 'ALL',
      ticket: { ...AS_IT_IS, requester: A, assignee: G, ccs: [], followers: [] },
      policy: policyWith('COPYDESK', policy('BOTH', 'BOTH')),
      newCcIds: [],
      triggers: TRIGGERS,
    });
    expect(nobody).toEqual([]);
  });
});
