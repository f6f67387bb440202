import type { QuerySentMailArgs } from '../../../generated/resolver-types.ts';
import { emptyConnection } from '../../../platform/graphql/connections.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId, localId } from '../../../platform/graphql/ids.ts';
import { withoutRatingTokens } from '../../../platform/mail/rating-token.ts';
import { shownHtml } from '../../../platform/mail/shown-html.ts';
import { commentById } from '../../comments/index.ts';
import { ticketById } from '../../tickets/index.ts';
import { mailTemplateResolvers } from './mail-templates.ts';
import { deliveriesByCommentId, listSentMail, type OutboundRow } from '../sent-mail.reader.ts';

type Mailbox = OutboundRow['headers']['from'];

function written({ name, address }: Mailbox): string {
  return name ? `${name} <${address}>` : address;
}

/** The links of a mail that has left are its reader's alone; one that is only kept here has no other reader. */
function shown({ state }: OutboundRow, body: string): string {
  return state === 'KEPT' ? body : withoutRatingTokens(body);
}

const notificationResolvers = {
  Comment: {
    deliveries: (row: { id: string }, _: unknown, context: Context) => deliveriesByCommentId(context).load(row.id),
  },
  OutboundMessage: {
    id: (row: OutboundRow) => globalId('OutboundMessage', row.id),
    ticket: (row: OutboundRow, _: unknown, context: Context) => ticketById(context).load(row.ticketId),
    comment: (row: OutboundRow, _: unknown, context: Context) =>
      row.commentId === null ? null : commentById(context, row.commentId),
    to: (row: OutboundRow) => row.headers.to.map(written),
    cc: (row: OutboundRow) => row.headers.cc.map(written),
    bodyText: (row: OutboundRow) => shown(row, row.bodyText),
    bodyHtml: async (row: OutboundRow, _: unknown, context: Context) => {
      const comment =
        row.commentId && row.bodyHtml.includes('src="cid:') ? await commentById(context, row.commentId) : null;
      return shownHtml(shown(row, row.bodyHtml), comment ? comment.attachments : []);
    },
  },
  Query: {
    sentMail: (_: unknown, { ticketId, ...paging }: QuerySentMailArgs, context: Context) => {
      const local = ticketId ? localId('Ticket', ticketId) : null;
      if (ticketId && local === null) return emptyConnection();
      return listSentMail(context.desk.db, signedIn(context), { ticketId: local }, paging);
    },
  },
};

export const resolvers = [notificationResolvers, mailTemplateResolvers];
