import { ccLimit, may, offersCcs, type Action } from '@copydesk/rules';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import {
  countsFor,
  followUpIdsByTicketId,
  mayReadInternal,
  mergedIdsByTicketId,
  participantsOf,
  subjectOfRow,
  ticketById,
  type TicketRow,
} from '../ticket.reader.ts';

const answers = {
  edit: 'ticket.edit',
  commentPublicly: 'comment.write_public',
  commentInternally: 'comment.write_internal',
  changeCcs: 'cc.change',
  changeFollowers: 'follower.change',
  writeSideConversations: 'side.write',
} as const satisfies Record<string, Action>;

async function viewerMay(row: TicketRow, _: unknown, context: Context) {
  const ticket = subjectOfRow(row, await participantsOf(context, row));
  const open = row.status !== 'CLOSED';
  const mayHere = (action: Action) => open && may(context.viewer, action, { ticket });
  return {
    ...Object.fromEntries(Object.entries(answers).map(([name, action]) => [name, mayHere(action)])),
    addCcs: mayHere('cc.add') && offersCcs(row.department.policy, signedIn(context)),
  };
}

async function viewerFollows(row: TicketRow, _: unknown, context: Context) {
  const { followerIds } = await participantsOf(context, row);
  return followerIds.includes(signedIn(context).id);
}

async function limitOfCcs(row: TicketRow, _: unknown, context: Context) {
  const { ccIds } = await participantsOf(context, row);
  return ccLimit(row.department.policy, ccIds.length);
}

async function mergedFrom(row: TicketRow, _: unknown, context: Context) {
  const ids = await mergedIdsByTicketId(context).load(row.id);
  const tickets = await Promise.all(ids.map((id) => ticketById(context).load(id)));
  return tickets.filter((ticket) => ticket !== null);
}

export const ticketType = {
  Ticket: {
    id: (row: TicketRow) => globalId('Ticket', row.id),
    seq: (row: TicketRow, _: unknown, context: Context) => countsFor(signedIn(context), row).seq,
    updatedAt: (row: TicketRow, _: unknown, context: Context) => countsFor(signedIn(context), row).updatedAt,
    commentCount: (row: TicketRow, _: unknown, context: Context) => countsFor(signedIn(context), row).commentCount,
    warningCount: (row: TicketRow, _: unknown, context: Context) =>
      mayReadInternal(signedIn(context), row) ? row.warningCount : null,
    followUpOf: (row: TicketRow, _: unknown, context: Context) =>
      row.followUpOfId && ticketById(context).load(row.followUpOfId),
    followUps: async (row: TicketRow, _: unknown, context: Context) => {
      const ids = await followUpIdsByTicketId(context).load(row.id);
      const tickets = await Promise.all(ids.map((id) => ticketById(context).load(id)));
      return tickets.filter((ticket) => ticket !== null);
    },
    isPrivate: (row: TicketRow) => row.publicCommentCount === 0,
    ccLimit: limitOfCcs,
    mergedInto: (row: TicketRow, _: unknown, context: Context) =>
      row.mergedIntoId && ticketById(context).load(row.mergedIntoId),
    mergedFrom,
    viewerFollows,
    viewerMay,
  },
};
