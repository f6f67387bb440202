import type {
  MutationAddCommentArgs,
  MutationDeleteCommentArgs,
  MutationEditCommentArgs,
  MutationMakeCommentInternalArgs,
} from '../../../generated/resolver-types.ts';
import type { Desk } from '../../../platform/desk.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId, inputIds, inputPeople } from '../../../platform/graphql/input-ids.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { ticketAfter } from '../../tickets/index.ts';
import { addComment } from '../add-comment.ts';
import { commentAfter } from '../comment.reader.ts';
import { deleteComment } from '../delete-comment.ts';
import { editComment, type ChangedComment } from '../edit-comment.ts';
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

/** The payload of a mutation that changed a comment; `input` as the operation takes it but for the id. */
function changed<Input extends { commentId: string }>(
  operation: (desk: Desk, actor: Viewer, input: Input) => Promise<ChangedComment>,
  input: Input,
  context: Context,
) {
  const run = async () =>
    operation(context.desk, signedIn(context), {
      ...input,
      commentId: inputId('Comment', input.commentId, ['commentId']),
    });
  return answer(run(), ({ commentId, ticketId, changed: change }) => ({
    comment: () => commentAfter(context, commentId, null),
    ticket: () => ticketAfter(context, ticketId, change),
  }));
}

export const commentMutations = {
  Mutation: {
    addComment: (_: unknown, args: MutationAddCommentArgs, context: Context) =>
      answer(add(args, context), ({ ticketId, commentId, changed }) => ({
        ticket: () => ticketAfter(context, ticketId, changed),
        comment: () => commentAfter(context, commentId, changed),
      })),
    editComment: (_: unknown, { input }: MutationEditCommentArgs, context: Context) =>
      changed(editComment, input, context),
    deleteComment: (_: unknown, { input }: MutationDeleteCommentArgs, context: Context) =>
      changed(deleteComment, input, context),
    makeCommentInternal: (_: unknown, { input }: MutationMakeCommentInternalArgs, context: Context) =>
      changed(makeCommentInternal, input, context),
  },
};
