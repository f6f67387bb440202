import type { MutationAddCommentArgs, MutationMakeCommentInternalArgs } from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId, inputIds, inputPeople } from '../../../platform/graphql/input-ids.ts';
import { ticketAfter } from '../../tickets/index.ts';
import { addComment } from '../add-comment.ts';
import { commentAfter } from '../comment.reader.ts';
import { makeCommentInternal } from '../make-comment-internal.ts';

async function add({ input }: MutationAddCommentArgs, context: Context) {
  const ticketId = inputId('Ticket', input.ticketId, ['ticketId']);
  const added = await addComment(context.desk, signedIn(context), {
    ...input,
    ticketId,
    ccs: inputPeople(input.ccs, 'ccs'),
    removeCcs: inputIds('Person', input.removeCcs ?? [], 'removeCcs'),
  });
  return { ...added, ticketId };
}

async function makeInternal({ input }: MutationMakeCommentInternalArgs, context: Context) {
  const commentId = inputId('Comment', input.commentId, ['commentId']);
  return makeCommentInternal(context.desk, signedIn(context), { commentId });
}

export const commentMutations = {
  Mutation: {
    addComment: (_: unknown, args: MutationAddCommentArgs, context: Context) =>
      answer(add(args, context), ({ ticketId, commentId, changed }) => ({
        ticket: () => ticketAfter(context, ticketId, changed),
        comment: () => commentAfter(context, commentId, changed),
      })),
    makeCommentInternal: (_: unknown, args: MutationMakeCommentInternalArgs, context: Context) =>
      answer(makeInternal(args, context), ({ commentId }) => ({
        comment: () => commentAfter(context, commentId, null),
      })),
  },
};
