import type { QuerySimulateMessageArgs } from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { localId } from '../../../platform/graphql/ids.ts';
import { ticketById } from '../../tickets/index.ts';
import { simulateMessage, type Simulation } from '../simulate-message.ts';

export const simulateMessageQuery = {
  Query: {
    simulateMessage: (_: unknown, { input }: QuerySimulateMessageArgs, context: Context) => {
      const departmentId = localId('Department', input.departmentId);
      return departmentId && simulateMessage(context.desk, { ...input, departmentId }, signedIn(context));
    },
  },
  Simulation: {
    ticket: ({ ticketId }: Simulation, _: unknown, context: Context) => ticketId && ticketById(context).load(ticketId),
  },
};
