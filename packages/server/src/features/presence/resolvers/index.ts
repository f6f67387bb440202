import type { MutationSetPresenceArgs } from '../../../generated/resolver-types.ts';
import type { PresenceOf } from '../../../platform/events/presence-topic.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { inputId } from '../../../platform/graphql/input-ids.ts';
import { personById } from '../../people/index.ts';
import { setPresence } from '../set-presence.ts';

async function set({ input }: MutationSetPresenceArgs, context: Context) {
  return setPresence(context.desk, signedIn(context), {
    ticketId: inputId('Ticket', input.ticketId, ['ticketId']),
    state: input.state ?? null,
    clientKey: input.clientKey ?? '',
  });
}

const presenceResolvers = {
  TicketPresence: {
    ticketId: ({ ticketId }: { ticketId: string }) => globalId('Ticket', ticketId),
  },
  PersonPresence: {
    person: ({ personId }: PresenceOf, _: unknown, context: Context) => personById(context).load(personId),
  },
  Mutation: {
    setPresence: (_: unknown, args: MutationSetPresenceArgs, context: Context) =>
      answer(set(args, context), () => ({})),
  },
};

export const resolvers = [presenceResolvers];
