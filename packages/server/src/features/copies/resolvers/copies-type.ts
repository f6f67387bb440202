import type { Context } from '../../../platform/graphql/context.ts';
import type { TicketRow } from '../../tickets/index.ts';
import { collaborationByTicketId, type CcRow } from '../collaboration.reader.ts';

export const copiesType = {
  Ticket: {
    ccs: async (row: TicketRow, _: unknown, context: Context) =>
      (await collaborationByTicketId(context).load(row.id)).ccs,
    followers: async (row: TicketRow, _: unknown, context: Context) =>
      (await collaborationByTicketId(context).load(row.id)).followers,
  },
  Cc: {
    address: (row: CcRow) => row.person.address,
  },
};
