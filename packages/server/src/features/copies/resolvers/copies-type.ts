import { isBlocked, participationSentence } from '@copydesk/rules';
import type { TicketParticipationArgs } from '../../../generated/resolver-types.ts';
import type { Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import type { TicketRow } from '../../tickets/index.ts';
import { collaborationByTicketId, type CcRow } from '../collaboration.reader.ts';
import { listParticipation, type ParticipationRow } from '../participation.reader.ts';

export const copiesType = {
  Ticket: {
    ccs: async (row: TicketRow, _: unknown, context: Context) => {
      const { blocklist } = row.department.policy.cc;
      const { ccs } = await collaborationByTicketId(context).load(row.id);
      return ccs.map((cc) => ({
        ...cc,
        blocked: cc.person.address != null && isBlocked(cc.person.address, blocklist),
      }));
    },
    followers: async (row: TicketRow, _: unknown, context: Context) =>
      (await collaborationByTicketId(context).load(row.id)).followers,
    participation: (row: TicketRow, args: TicketParticipationArgs, context: Context) =>
      listParticipation(context.desk.db, row.id, args),
  },
  Participation: {
    sentence: (row: ParticipationRow) =>
      participationSentence({
        ...row,
        name: row.person.name,
        by: row.by?.name ?? null,
        bySelf: row.by?.id === row.person.id,
      }),
    inboundMessageId: ({ inboundMessageId: id }: ParticipationRow) => id && globalId('InboundMessage', id),
    commentId: ({ commentId: id }: ParticipationRow) => id && globalId('Comment', id),
  },
  Cc: {
    address: (row: CcRow) => row.person.address,
  },
};
