import type { MutationResolveWarningArgs, QueryWarningsArgs } from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { filterIds, inputId } from '../../../platform/graphql/input-ids.ts';
import { commentById } from '../../comments/index.ts';
import { collaborationByTicketId, type WarningRow } from '../../copies/index.ts';
import { personById } from '../../people/index.ts';
import { mayReadInternal, ticketById, type TicketRow } from '../../tickets/index.ts';
import { resolveWarning } from '../resolve-warning.ts';
import { listWarnings, warningById } from '../warning.reader.ts';

async function resolve({ input }: MutationResolveWarningArgs, context: Context) {
  const warningId = inputId('Warning', input.warningId, ['warningId']);
  return resolveWarning(context.desk, signedIn(context), { warningId, action: input.action });
}

const warningResolvers = {
  Ticket: {
    warnings: async (row: TicketRow, _: unknown, context: Context) =>
      mayReadInternal(signedIn(context), row) ? (await collaborationByTicketId(context).load(row.id)).warnings : [],
  },
  Warning: {
    id: (row: WarningRow) => globalId('Warning', row.id),
    comment: (row: WarningRow, _: unknown, context: Context) => row.commentId && commentById(context, row.commentId),
    ticket: (row: WarningRow, _: unknown, context: Context) => ticketById(context).load(row.ticketId),
    resolvedBy: (row: WarningRow, _: unknown, context: Context) =>
      row.resolvedById && personById(context).load(row.resolvedById),
  },
  Query: {
    warnings: (_: unknown, { departmentIds, open, ...paging }: QueryWarningsArgs, context: Context) => {
      const filter = { departmentIds: filterIds('Department', departmentIds), open: open ?? null };
      return listWarnings(context.desk.db, signedIn(context), filter, paging);
    },
  },
  Mutation: {
    resolveWarning: (_: unknown, args: MutationResolveWarningArgs, context: Context) =>
      answer(resolve(args, context), ({ warningId, ticketId }) => ({
        warning: () => warningById(context, warningId),
        ticket: () => ticketById(context).load(ticketId),
      })),
  },
};

export const resolvers = [warningResolvers];
