import { may } from '@copydesk/rules';
import type { Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { commentById } from '../../comments/index.ts';
import { personById } from '../../people/index.ts';
import { participantsOf, subjectOfRow, ticketById, type TicketRow } from '../../tickets/index.ts';
import { anyRatingById, ratingsByTicketId, type RatingRow } from '../rating.reader.ts';

async function mayRead(row: TicketRow, rating: RatingRow, context: Context): Promise<boolean> {
  const ticket = subjectOfRow(row, await participantsOf(context, row));
  return may(context.viewer, 'rating.read', { ticket, personId: rating.personId });
}

/** A rating by id; null for what the viewer may not read, as for what does not exist. */
export async function ratingById(context: Context, id: string): Promise<RatingRow | null> {
  const rating = await anyRatingById(context).load(id);
  const ticket = rating && (await ticketById(context).load(rating.ticketId));
  return ticket && (await mayRead(ticket, rating, context)) ? rating : null;
}

async function ratings(row: TicketRow, _: unknown, context: Context): Promise<RatingRow[]> {
  const all = await ratingsByTicketId(context).load(row.id);
  const readable = await Promise.all(all.map((rating) => mayRead(row, rating, context)));
  return all.filter((_rating, place) => readable[place]);
}

export const ratingType = {
  Ticket: { ratings },
  Rating: {
    id: (row: RatingRow) => globalId('Rating', row.id),
    ticket: (row: RatingRow, _: unknown, context: Context) => ticketById(context).load(row.ticketId),
    person: (row: RatingRow, _: unknown, context: Context) => personById(context).load(row.personId),
    comment: (row: RatingRow) => row.remark,
    occasion: (row: RatingRow) => (row.commentId === null ? 'CLOSURE' : 'REPLY'),
    reply: (row: RatingRow, _: unknown, context: Context) => row.commentId && commentById(context, row.commentId),
  },
};
