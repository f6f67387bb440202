import type { Check, Decision, StoredDecision } from '@copydesk/rules';
import type { TicketCommentsArgs } from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { personById } from '../../people/index.ts';
import type { TicketRow } from '../../tickets/index.ts';
import { commentById, listComments, type AttachmentRow, type CommentRow } from '../comment.reader.ts';
import { revisionsByCommentId, type RevisionRow } from '../revision.reader.ts';

export const commentType = {
  Ticket: {
    comments: (row: TicketRow, args: TicketCommentsArgs, context: Context) =>
      listComments(context.desk.db, signedIn(context), row, args),
  },
  Comment: {
    id: (row: CommentRow) => globalId('Comment', row.id),
    revisions: (row: CommentRow, _: unknown, context: Context) =>
      row.editedAt && !row.deletedAt ? revisionsByCommentId(context).load(row.id) : [],
  },
  CommentRevision: {
    replacedBy: (row: RevisionRow, _: unknown, context: Context) =>
      row.replacedById && personById(context).load(row.replacedById),
  },
  Attachment: {
    id: (row: AttachmentRow) => globalId('Attachment', row.id),
    url: (row: AttachmentRow) => `/attachments/${globalId('Attachment', row.id)}`,
  },
  Decision: {
    commands: ({ commands }: StoredDecision) => commands ?? [],
    because: (decision: Decision) => decision.trace.at(-1)?.because ?? '',
  },
  Check: {
    facts: (check: Check) => JSON.stringify(check.facts),
  },
  CreateTicketPayload: {
    comment: ({ commentId }: { commentId?: string | null }, _: unknown, context: Context) =>
      commentId ? commentById(context, commentId) : null,
  },
};
