import type { GraphQLResolveInfo } from 'graphql';
import type { QueryTicketArgs, QueryTicketsArgs } from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { apiError } from '../../../platform/graphql/errors.ts';
import { localId } from '../../../platform/graphql/ids.ts';
import { isSelected } from '../../../platform/graphql/is-selected.ts';
import { filterId, filterIds } from '../../../platform/graphql/input-ids.ts';
import { listTickets } from '../ticket-list.reader.ts';
import { ticketById, ticketByNumber } from '../ticket.reader.ts';

export const ticketQueries = {
  Query: {
    async ticket(_: unknown, { id, number }: QueryTicketArgs, context: Context) {
      if ((id == null) === (number == null)) throw apiError('BAD_REQUEST', 'Give "id" or "number" of the ticket.');
      if (number != null) return ticketByNumber(context, number);
      const local = localId('Ticket', id ?? '');
      return local ? ticketById(context).load(local) : null;
    },
    tickets(_: unknown, { filter, orderBy, ...paging }: QueryTicketsArgs, context: Context, info: GraphQLResolveInfo) {
      const ids = {
        departmentIds: filterIds('Department', filter?.departmentIds),
        assigneeId: filterId('Person', filter?.assigneeId),
        requesterId: filterId('Person', filter?.requesterId),
      };
      const wanted = {
        filter: { ...filter, ...ids },
        order: orderBy ?? 'UPDATED_AT_DESC',
        counted: isSelected(info, 'totalCount'),
        asks: context.asks,
      } as const;
      return listTickets(context.desk.db, signedIn(context), wanted, paging);
    },
  },
};
