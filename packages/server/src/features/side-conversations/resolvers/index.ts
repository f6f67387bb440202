import type {
  MutationChangeSideConversationArgs,
  MutationReplyToSideConversationArgs,
  MutationStartSideConversationArgs,
} from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import type { PageArguments } from '../../../platform/graphql/connections.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { inputId, inputIds, inputPeople } from '../../../platform/graphql/input-ids.ts';
import { originalUrl, shownHtml, withPlaces } from '../../../platform/mail/shown-html.ts';
import { ticketById, type TicketRow } from '../../tickets/index.ts';
import { changeSideConversation } from '../change-side-conversation.ts';
import type { RecipientInputs } from '../named-recipients.ts';
import { replyToSideConversation } from '../reply-to-side-conversation.ts';
import {
  deliveriesBySideMessageId,
  sideConversationById,
  sideConversationsOf,
  type SideConversationRow,
} from '../side-conversation.reader.ts';
import { listSideMessages, sideMessageById, sideMessageOfMail, type SideMessageRow } from '../side-message.reader.ts';
import { startSideConversation } from '../start-side-conversation.ts';

const recipients = ({ to, cc, bcc }: RecipientInputs) => ({
  to: inputPeople(to, 'to'),
  cc: inputPeople(cc, 'cc'),
  bcc: inputPeople(bcc, 'bcc'),
});

async function start({ input }: MutationStartSideConversationArgs, context: Context) {
  const ticketId = inputId('Ticket', input.ticketId, ['ticketId']);
  return startSideConversation(context.desk, signedIn(context), { ...input, ...recipients(input), ticketId });
}

async function reply({ input }: MutationReplyToSideConversationArgs, context: Context) {
  return replyToSideConversation(context.desk, signedIn(context), {
    ...input,
    ...recipients(input),
    sideConversationId: inputId('SideConversation', input.sideConversationId, ['sideConversationId']),
    removePersonIds: inputIds('Person', input.removePersonIds ?? [], 'removePersonIds'),
  });
}

async function change({ input }: MutationChangeSideConversationArgs, context: Context) {
  return changeSideConversation(context.desk, signedIn(context), {
    ...input,
    sideConversationId: inputId('SideConversation', input.sideConversationId, ['sideConversationId']),
    removePersonIds: inputIds('Person', input.removePersonIds ?? [], 'removePersonIds'),
  });
}

function payloadOf(
  { sideConversationId, sideMessageId, ticketId }: Done & { sideMessageId?: string },
  context: Context,
) {
  return {
    sideConversation: () => sideConversationById(context, sideConversationId),
    ticket: () => ticketById(context).load(ticketId),
    ...(sideMessageId === undefined ? {} : { message: () => sideMessageById(context, sideMessageId) }),
  };
}

type Done = { sideConversationId: string; ticketId: string };

const sideConversationResolvers = {
  Ticket: {
    sideConversations: (row: TicketRow, _: unknown, context: Context) => sideConversationsOf(context, row),
  },
  InboundMessage: {
    sideMessage: (row: { id: string }, _: unknown, context: Context) => sideMessageOfMail(context, row.id),
  },
  SideConversation: {
    id: (row: SideConversationRow) => globalId('SideConversation', row.id),
    ticket: (row: SideConversationRow, _: unknown, context: Context) => ticketById(context).load(row.ticketId),
    messages: (row: SideConversationRow, paging: PageArguments, context: Context) =>
      listSideMessages(context.desk.db, row.id, paging),
  },
  SideMessage: {
    id: (row: SideMessageRow) => globalId('SideMessage', row.id),
    sideConversation: (row: SideMessageRow, _: unknown, context: Context) =>
      sideConversationById(context, row.sideConversationId),
    deliveries: (row: SideMessageRow, _: unknown, context: Context) => deliveriesBySideMessageId(context).load(row.id),
    bodyHtml: (row: SideMessageRow) => shownHtml(row.bodyHtml, row.attachments),
    attachments: (row: SideMessageRow) => withPlaces(row.attachments, row.bodyHtml),
    originalUrl: (row: SideMessageRow) => row.inboundMessageId && originalUrl(row.inboundMessageId),
  },
  Mutation: {
    startSideConversation: (_: unknown, args: MutationStartSideConversationArgs, context: Context) =>
      answer(start(args, context), (done) => payloadOf(done, context)),
    replyToSideConversation: (_: unknown, args: MutationReplyToSideConversationArgs, context: Context) =>
      answer(reply(args, context), (done) => payloadOf(done, context)),
    changeSideConversation: (_: unknown, args: MutationChangeSideConversationArgs, context: Context) =>
      answer(change(args, context), (done) => payloadOf(done, context)),
  },
};

export const resolvers = [sideConversationResolvers];
