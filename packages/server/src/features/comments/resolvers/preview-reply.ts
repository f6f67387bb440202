import type { Told } from '@copydesk/rules';
import type { QueryPreviewReplyArgs } from '../../../generated/resolver-types.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { apiError } from '../../../platform/graphql/errors.ts';
import { inputId, inputIds, inputPeople } from '../../../platform/graphql/input-ids.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { previewReply, type PreviewedReply } from '../preview-reply.ts';

/** People whom sending would create are not in the desk yet: they have an address and no person. */
function recipientsOf({ state, preview, added }: PreviewedReply) {
  const created = new Set(added.filter((person) => person.isNew).map(({ party }) => party.id));
  const parties = [
    state.requester,
    state.assignee,
    ...state.ccs,
    ...state.followers,
    ...added.map(({ party }) => party),
  ];
  const personOf = (id: string) => (created.has(id) ? null : (parties.find((party) => party?.id === id) ?? null));
  return {
    recipients: preview.told.map((told: Told) => ({ ...told, person: personOf(told.personId) })),
    notTold: preview.untold.map((untold) => ({ ...untold, person: personOf(untold.personId) })),
  };
}

export const previewReplyQuery = {
  Query: {
    async previewReply(_: unknown, { input }: QueryPreviewReplyArgs, context: Context) {
      try {
        const previewed = await previewReply(context.desk, signedIn(context), {
          visibility: input.visibility,
          ticketId: inputId('Ticket', input.ticketId, ['ticketId']),
          ccs: inputPeople(input.ccs, 'ccs'),
          removeCcs: inputIds('Person', input.removeCcs ?? [], 'removeCcs'),
          status: input.status ?? null,
        });
        if (!previewed) throw apiError('NOT_FOUND', 'There is no such ticket, or it is not yours to see.');
        return { seq: previewed.state.seq, ...recipientsOf(previewed), errors: [] };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { seq: 0, recipients: [], notTold: [], errors: error.errors };
      }
    },
  },
};
