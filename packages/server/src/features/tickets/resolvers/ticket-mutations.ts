import type {
  MutationChangeTicketArgs,
  MutationCreateTicketArgs,
  MutationMergeTicketsArgs,
} from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId, inputIds, inputPeople, optionalInputId } from '../../../platform/graphql/input-ids.ts';
import { changeTicket } from '../change-ticket.ts';
import { createTicket } from '../create-ticket.ts';
import { mergeTickets } from '../merge-tickets.ts';
import { ticketAfter, ticketById } from '../ticket.reader.ts';

async function create({ input }: MutationCreateTicketArgs, context: Context) {
  return createTicket(context.desk, signedIn(context), {
    ...input,
    departmentId: inputId('Department', input.departmentId, ['departmentId']),
    requester: inputPeople(input.requester ? [input.requester] : [], 'requester')[0] ?? null,
    ccs: inputPeople(input.ccs, 'ccs'),
    followerIds: inputIds('Person', input.followerIds ?? [], 'followerIds'),
    assigneeId: optionalInputId('Person', input.assigneeId ?? null, ['assigneeId']),
  });
}

async function change({ input }: MutationChangeTicketArgs, context: Context) {
  const ticketId = inputId('Ticket', input.ticketId, ['ticketId']);
  const changed = await changeTicket(context.desk, signedIn(context), {
    ...input,
    ticketId,
    assigneeId: optionalInputId('Person', input.assigneeId, ['assigneeId']),
    departmentId: optionalInputId('Department', input.departmentId ?? null, ['departmentId']),
  });
  return { ticketId, changed };
}

async function merge({ input }: MutationMergeTicketsArgs, context: Context) {
  return mergeTickets(context.desk, signedIn(context), {
    ...input,
    sourceId: inputId('Ticket', input.sourceId, ['sourceId']),
    targetId: inputId('Ticket', input.targetId, ['targetId']),
  });
}

export const ticketMutations = {
  Mutation: {
    createTicket: (_: unknown, args: MutationCreateTicketArgs, context: Context) =>
      answer(create(args, context), ({ ticketId, commentId }) => ({
        ticket: () => ticketById(context).load(ticketId),
        commentId,
      })),
    changeTicket: (_: unknown, args: MutationChangeTicketArgs, context: Context) =>
      answer(change(args, context), ({ ticketId, changed }) => ({
        ticket: () => ticketAfter(context, ticketId, changed),
      })),
    mergeTickets: (_: unknown, args: MutationMergeTicketsArgs, context: Context) =>
      answer(merge(args, context), ({ sourceId, targetId, notCopied }) => ({
        ticket: () => ticketById(context).load(targetId),
        source: () => ticketById(context).load(sourceId),
        notCopied: notCopied.map(({ party, ...why }) => ({ address: party.address ?? party.name, ...why })),
      })),
  },
};
