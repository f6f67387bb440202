import type { MutationSaveDraftArgs } from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId } from '../../../platform/graphql/input-ids.ts';
import type { TicketRow } from '../../tickets/index.ts';
import { ownDraftsByTicketId } from '../draft.reader.ts';
import { saveDraft } from '../save-draft.ts';

async function save({ input }: MutationSaveDraftArgs, context: Context) {
  const ticketId = inputId('Ticket', input.ticketId, ['ticketId']);
  return saveDraft(context.desk, signedIn(context), { ...input, ticketId });
}

const draftResolvers = {
  Ticket: {
    drafts: (row: TicketRow, _: unknown, context: Context) => ownDraftsByTicketId(context).load(row.id),
  },
  Mutation: {
    saveDraft: (_: unknown, args: MutationSaveDraftArgs, context: Context) => answer(save(args, context), () => ({})),
  },
};

export const resolvers = [draftResolvers];
