import type {
  QueryFailedMessagesArgs,
  QueryInboundMessageArgs,
  QueryInboundMessagesArgs,
  QuerySuspendedMessagesArgs,
} from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId, localId } from '../../../platform/graphql/ids.ts';
import { filterIds } from '../../../platform/graphql/input-ids.ts';
import { originalUrl } from '../../../platform/mail/shown-html.ts';
import { commentById } from '../../comments/index.ts';
import { ticketById } from '../../tickets/index.ts';
import { findInboundMessage, listInboundMessages, type InboundMessageRow } from '../inbound-message.reader.ts';

export const inboundMessageType = {
  InboundMessage: {
    id: (row: InboundMessageRow) => globalId('InboundMessage', row.id),
    // A failure of the desk's own may speak of the machine: staff who are no admins learn that there was one.
    error: (row: InboundMessageRow, _: unknown, context: Context) =>
      row.error !== null && row.status === 'FAILED' && context.viewer?.role !== 'ADMIN'
        ? 'It could not be processed.'
        : row.error,
    cause: (row: InboundMessageRow) =>
      row.status === 'REJECTED' && row.decision ? row.decision.rule : (row.suspendedBy?.split(' ').at(-1) ?? row.error),
    ticket: (row: InboundMessageRow, _: unknown, context: Context) =>
      row.ticketId && ticketById(context).load(row.ticketId),
    originalUrl: (row: InboundMessageRow) => (row.hasOriginal ? originalUrl(row.id) : null),
    comment: (row: InboundMessageRow, _: unknown, context: Context) =>
      row.commentId && commentById(context, row.commentId),
  },
  Query: {
    suspendedMessages: (_: unknown, { departmentIds, ...paging }: QuerySuspendedMessagesArgs, context: Context) => {
      const filter = { status: 'SUSPENDED' as const, departmentIds: filterIds('Department', departmentIds) };
      return listInboundMessages(context.desk.db, signedIn(context), filter, paging);
    },
    failedMessages: (_: unknown, paging: QueryFailedMessagesArgs, context: Context) =>
      listInboundMessages(context.desk.db, signedIn(context), { status: 'FAILED', departmentIds: null }, paging),
    inboundMessages: (_: unknown, { status, ...paging }: QueryInboundMessagesArgs, context: Context) => {
      const filter = { status: status ?? null, departmentIds: null };
      return listInboundMessages(context.desk.db, signedIn(context), filter, paging);
    },
    inboundMessage: (_: unknown, { id }: QueryInboundMessageArgs, context: Context) => {
      const local = localId('InboundMessage', id);
      return local && inboundMessageById(context, local);
    },
  },
};

/** A mail by id, as the viewer may know of it. */
export function inboundMessageById(context: Context, id: string): Promise<InboundMessageRow | null> {
  return findInboundMessage(context.desk.db, signedIn(context), id);
}
