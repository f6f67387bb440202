import type { QuerySimulateMessageArgs } from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { apiError } from '../../../platform/graphql/errors.ts';
import { localId } from '../../../platform/graphql/ids.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { personById } from '../../people/index.ts';
import { ticketById } from '../../tickets/index.ts';
import { simulateMessage, type Simulation } from '../simulate-message.ts';

export const simulateMessageQuery = {
  Query: {
    async simulateMessage(_: unknown, { input }: QuerySimulateMessageArgs, context: Context) {
      const departmentId = input.departmentId == null ? null : localId('Department', input.departmentId);
      try {
        const viewer = signedIn(context);
        const isUnknown = input.departmentId != null && !departmentId;
        const simulation = isUnknown ? null : await simulateMessage(context.desk, { ...input, departmentId }, viewer);
        if (!simulation)
          throw apiError(
            'NOT_FOUND',
            'No department that you may see takes this mail: name the one that is to get it.',
          );
        return simulation;
      } catch (error) {
        // A query has no payload to carry a refusal.
        if (error instanceof Refusal) throw apiError('BAD_REQUEST', error.message);
        throw error;
      }
    },
  },
  Simulation: {
    ticket: ({ ticketId }: Simulation, _: unknown, context: Context) => ticketId && ticketById(context).load(ticketId),
    recipients: ({ recipients }: Simulation, _: unknown, context: Context) =>
      recipients.map((one) => ({ ...one, person: () => one.personId && personById(context).load(one.personId) })),
  },
};
