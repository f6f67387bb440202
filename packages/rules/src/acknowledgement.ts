import type { ToldEvent } from './told.ts';

/**
 * The acknowledgement is the one mail that a machine sends because a stranger wrote. Two machines that thank each other, each
 * time in a new conversation, come to an end by what stands here.
 */

/** How many may go to one address within an hour; null: a person in the help center asked, and sees them all. */
export function acknowledgementsAnHour({
  confidence,
  policy,
}: Pick<ToldEvent, 'confidence' | 'policy'>): number | null {
  if (confidence === null) return null;
  return confidence === 'PROVEN' ? policy.mail.hourlyAcknowledgements : 1;
}

/** Why whoever opened a ticket gets no acknowledgement, as a sentence; null: they get one. */
export function whyUnacknowledged(event: ToldEvent, address: string): string | null {
  if (event.asksForNoAnswer) return `Their mail asks that no machine answers it (${event.asksForNoAnswer}).`;
  const hourly = acknowledgementsAnHour(event);
  return hourly !== null && (event.acknowledged ?? 0) >= hourly ? whyNotAcknowledged(address, hourly) : null;
}

/** Why somebody gets no further acknowledgement, as a sentence. */
export function whyNotAcknowledged(address: string, hourly: number): string {
  return `${address} has been sent ${hourly === 1 ? 'an acknowledgement' : `${hourly} acknowledgements`} within the hour, and gets no further one.`;
}
