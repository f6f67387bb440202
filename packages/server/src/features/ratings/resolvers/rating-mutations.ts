import type { MutationRateTicketArgs } from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId, optionalInputId } from '../../../platform/graphql/input-ids.ts';
import { ticketAfter } from '../../tickets/index.ts';
import { rateTicket } from '../rate-ticket.ts';
import { ratingById } from './rating-type.ts';

async function rate({ input }: MutationRateTicketArgs, context: Context) {
  return rateTicket(context.desk, signedIn(context), {
    ticketId: inputId('Ticket', input.ticketId, ['ticketId']),
    commentId: optionalInputId('Comment', input.commentId ?? null, ['commentId']),
    score: input.score,
    comment: input.comment ?? null,
    clientKey: input.clientKey ?? null,
  });
}

export const ratingMutations = {
  Mutation: {
    rateTicket: (_: unknown, args: MutationRateTicketArgs, context: Context) =>
      answer(rate(args, context), ({ ticketId, ratingId, changed }) => ({
        ticket: () => ticketAfter(context, ticketId, changed),
        rating: () => ratingById(context, ratingId),
      })),
  },
};
