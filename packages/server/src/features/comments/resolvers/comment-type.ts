import { may, senderInTrace, type Check, type Decision, type StoredDecision } from '@copydesk/rules';
import type { TicketCommentsArgs } from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { splitSignature } from '../../../platform/mail/parse/split-signature.ts';
import {
  attachmentUrl,
  originalUrl,
  shownHtml,
  withPlaces,
  type AttachmentRow,
} from '../../../platform/mail/shown-html.ts';
import { personById } from '../../people/index.ts';
import { mayReadInternal, ticketById, type TicketRow } from '../../tickets/index.ts';
import { commentById, listComments, subjectOfComment, type CommentRow } from '../comment.reader.ts';
import { revisionsByCommentId, type RevisionRow } from '../revision.reader.ts';

async function viewerMay(row: CommentRow, _: unknown, context: Context) {
  const subject = await subjectOfComment(context, row);
  const stands = row.deletedAt === null && subject !== null;
  const open = stands && subject.status !== 'CLOSED';
  return {
    edit: open && may(context.viewer, 'comment.edit', subject),
    delete: open && may(context.viewer, 'comment.delete', subject),
    makeInternal: stands && row.visibility === 'PUBLIC' && may(context.viewer, 'comment.make_internal', subject),
  };
}

/** What a mail quotes and what a comment said before are the team's: not of agents who ask, where notes are hidden from those. */
async function isOfTheTeam({ ticketId }: CommentRow, context: Context): Promise<boolean> {
  const ticket = await ticketById(context).load(ticketId);
  return ticket !== null && mayReadInternal(signedIn(context), ticket);
}

export const commentType = {
  Ticket: {
    comments: (row: TicketRow, args: TicketCommentsArgs, context: Context) =>
      listComments(context.desk.db, signedIn(context), row, args, context.asks),
  },
  Comment: {
    id: (row: CommentRow) => globalId('Comment', row.id),
    viewerMay,
    confidence: ({ decision }: CommentRow) => decision && (senderInTrace(decision.trace)?.confidence ?? null),
    confidenceReasons: ({ decision }: CommentRow) => (decision && senderInTrace(decision.trace)?.reasons) ?? [],
    bodyHtml: (row: CommentRow) => shownHtml(row.bodyHtml, row.attachments),
    attachments: (row: CommentRow) => withPlaces(row.attachments, row.bodyHtml),
    originalUrl: async (row: CommentRow, _: unknown, context: Context) =>
      row.inboundMessageId && !row.deletedAt && (await isOfTheTeam(row, context))
        ? originalUrl(row.inboundMessageId)
        : null,
    quotedText: async (row: CommentRow, _: unknown, context: Context) =>
      row.quotedText !== null && (await isOfTheTeam(row, context)) ? row.quotedText : null,
    signature: ({ via, bodyText, author }: CommentRow) =>
      via === 'MAIL'
        ? splitSignature(bodyText, author && { name: author.name, address: author.address ?? '' }).signature
        : null,
    revisions: async (row: CommentRow, _: unknown, context: Context) =>
      row.editedAt && !row.deletedAt && (await isOfTheTeam(row, context))
        ? revisionsByCommentId(context).load(row.id)
        : [],
  },
  CommentRevision: {
    bodyHtml: (row: RevisionRow) => shownHtml(row.bodyHtml, []),
    replacedBy: (row: RevisionRow, _: unknown, context: Context) =>
      row.replacedById && personById(context).load(row.replacedById),
  },
  Attachment: {
    id: (row: AttachmentRow) => globalId('Attachment', row.id),
    url: (row: AttachmentRow) => attachmentUrl(row),
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
