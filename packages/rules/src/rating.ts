import type { DepartmentPolicy, RateWhen } from './policy.ts';
import type { Party, TicketStatus, UserErrorCode } from './vocabulary.ts';

export const RATING_SCORES = ['GOOD', 'BAD'] as const;
export type RatingScore = (typeof RATING_SCORES)[number];

/** What a rating is about: one public reply of staff, or one closure of the ticket. */
export const RATING_OCCASIONS = ['REPLY', 'CLOSURE'] as const;
export type RatingOccasion = (typeof RATING_OCCASIONS)[number];

/** seeds/002: "either after every reply or upon ticket closure" */
const WHEN: Readonly<Record<RatingOccasion, RateWhen>> = { REPLY: 'EVERY_REPLY', CLOSURE: 'ON_CLOSE' };

const NEVER = 'This department does not ask you for ratings.';
const NOT_THEN: Readonly<Record<RatingOccasion, string>> = {
  REPLY: 'Here a request is rated when it has been solved.',
  CLOSURE: 'Here each reply is rated by itself: say which one (commentId).',
};

export function asksForRating(when: RateWhen | null, occasion: RatingOccasion): boolean {
  return when === 'BOTH' || when === WHEN[occasion];
}

export type RatedTicket = {
  requesterId: string;
  ccIds: readonly string[];
  /** CCs who are restricted from the ticket: they rate nothing of it either. */
  restrictedIds: readonly string[];
  policy: Pick<DepartmentPolicy, 'rating' | 'cc'>;
};

/** When somebody is asked, by what they are to the ticket; null: they have no say. Staff do not rate themselves. */
function whenAsked(person: Pick<Party, 'id' | 'role' | 'state'>, ticket: RatedTicket): RateWhen | null {
  const { requesterId, ccIds, restrictedIds, policy } = ticket;
  if (person.state !== 'ACTIVE' || person.role !== 'END_USER') return null;
  if (person.id === requesterId) return policy.rating.requester;
  const isCc = policy.cc.enabled && ccIds.includes(person.id) && !restrictedIds.includes(person.id);
  return isCc ? policy.cc.mayRate : null;
}

/**
 * Why somebody may not rate on an occasion, as a sentence for them; null: they may. Whoever may rate is also who is
 * asked to (seeds/002, "Happiness ratings from CC’d users"; scenarios 2-30, 2-31).
 */
export function whyMayNotRate(
  person: Pick<Party, 'id' | 'role' | 'state'>,
  occasion: RatingOccasion,
  ticket: RatedTicket,
): { code: UserErrorCode; message: string } | null {
  const when = whenAsked(person, ticket);
  if (when === null) return { code: 'FORBIDDEN', message: "Only a request's requester and CCs rate it." };
  if (asksForRating(when, occasion)) return null;
  return { code: 'FORBIDDEN', message: when === 'OFF' ? NEVER : NOT_THEN[occasion] };
}

/** A closed ticket takes no more replies; a solved one may be opened again. To a rating both are a closure. */
export function isDone(status: string | null | undefined): boolean {
  return status === 'SOLVED' || status === 'CLOSED';
}

/** What a rating is about when it does not say: the closure where one is asked for, else the newest reply. */
export function occasionMeant(
  person: Pick<Party, 'id' | 'role' | 'state'>,
  ticket: RatedTicket & { status: TicketStatus },
): RatingOccasion {
  return isDone(ticket.status) && asksForRating(whenAsked(person, ticket), 'CLOSURE') ? 'CLOSURE' : 'REPLY';
}
