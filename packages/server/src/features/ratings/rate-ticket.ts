import { occasionMeant, whyMayNotRate, type Party, type RatingScore } from '@copydesk/rules';
import { v7 } from 'uuid';
import type { Queries } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import {
  changeTicketState,
  requireOnTicket,
  type Changed,
  type TicketPlan,
  type TicketState,
} from '../tickets/index.ts';
import { findRated, type Wanted } from './rating.reader.ts';

export type Said = { score: RatingScore; comment?: string | null; clientKey?: string | null };
export type RateTicket = Said & { ticketId: string; commentId?: string | null };

/** The rating that was written; `changed` is null when it stood there already. */
export type Rated = { ticketId: string; ratingId: string; changed: Changed | null };

const LONGEST = 5_000;

/**
 * Rates a reply, or the closure of a ticket, by its requester or a CC (seeds/002; scenarios 2-30, 2-31). Without
 * `commentId` it is the closure where one is asked for, else the newest reply. Who has rated it before changes that.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, INVALID
 */
export function rateTicket(desk: Desk, actor: Viewer, input: RateTicket): Promise<Rated> {
  return rate(desk, actor, input.ticketId, input, (state) => {
    requireOnTicket(actor, 'rating.give', state);
    if (input.commentId != null) return { commentId: input.commentId };
    return occasionMeant(actor, ratedTicket(state)) === 'CLOSURE' ? 'CLOSURE' : 'LAST_REPLY';
  });
}

/** The same by a link out of a mail: what is rated, and by whom, the link says. Asks nothing about the help center. */
export function rateByLink(
  desk: Desk,
  { person, ticketId, wanted }: { person: Party; ticketId: string; wanted: Wanted },
  said: Said,
): Promise<Rated> {
  return rate(desk, person, ticketId, said, () => wanted);
}

/** The ticket as the rules of ratings want to see it. */
export function ratedTicket(state: TicketState) {
  return {
    status: state.status,
    requesterId: state.requester.id,
    ccIds: state.ccs.map((cc) => cc.id),
    restrictedIds: state.ccs.filter((cc) => !cc.helpCenterAccess).map((cc) => cc.id),
    policy: state.department.policy,
  };
}

export const occasionOf = (wanted: Wanted) =>
  wanted === 'LAST_REPLY' || (wanted !== 'CLOSURE' && 'commentId' in wanted) ? 'REPLY' : 'CLOSURE';

async function rate(
  desk: Desk,
  person: Party,
  ticketId: string,
  said: Said,
  wantedOf: (state: TicketState) => Wanted,
): Promise<Rated> {
  const remark = said.comment?.trim() || null;
  if (remark !== null && remark.length > LONGEST) {
    throw Refusal.of('INVALID', `A rating's comment has ${LONGEST} characters at most: shorten it.`, ['comment']);
  }
  let ratingId = '';
  const changed = await changeTicketState(desk, ticketId, {}, async (state, db) => {
    const planned = await planRating(state, person, { ...said, comment: remark }, wantedOf(state), db);
    ratingId = planned.ratingId;
    return planned.plan;
  });
  return { ticketId, ratingId, changed };
}

async function planRating(
  state: TicketState,
  person: Party,
  { score, comment: remark, clientKey }: Said & { comment: string | null },
  wanted: Wanted,
  db: Queries,
): Promise<{ ratingId: string; plan: TicketPlan | null }> {
  const refused = whyMayNotRate(person, occasionOf(wanted), ratedTicket(state));
  if (refused) throw Refusal.of(refused.code, refused.message, ['ticketId']);
  const found = await findRated(db, { ticketId: state.id, personId: person.id, wanted });
  if (!found) throw noReply(wanted);
  const { thing, before } = found;
  const ratingId = before?.id ?? v7();
  const isRetry = clientKey != null && before?.clientKey === clientKey;
  if (before && (isRetry || (before.score === score && before.remark === remark))) return { ratingId, plan: null };
  return {
    ratingId,
    plan: {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: person.id,
      rating: { id: ratingId, ...thing, score, remark, clientKey: clientKey ?? null },
      events: [
        {
          type: 'rating.given',
          public: false,
          data: { ratingId, changed: { score: { from: before?.score ?? null, to: score } } },
        },
      ],
    },
  };
}

function noReply(wanted: Wanted): Refusal {
  return wanted === 'LAST_REPLY'
    ? Refusal.of('INVALID', 'There is no reply to rate yet.', ['ticketId'])
    : Refusal.of('NOT_FOUND', 'There is no such reply to rate.', ['commentId']);
}
