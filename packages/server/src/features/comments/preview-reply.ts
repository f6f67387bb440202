import { may } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import type { Viewer } from '../../platform/viewer.ts';
import {
  givenBy,
  loadTicketState,
  requireOnTicket,
  subjectOf,
  type NamedPerson,
  type TicketState,
} from '../tickets/index.ts';
import { planReply, type AddComment } from './add-comment.ts';

export type PreviewedReply = {
  state: TicketState;
  preview: ReturnType<typeof planReply>['preview'];
  /** Who would be created by sending. */
  added: NamedPerson[];
};

/**
 * Who would get a reply if it were sent now: the same decision that addComment makes. Null: not the actor's to see.
 *
 * @throws Refusal what addComment would refuse about visibility and CCs
 */
export async function previewReply(
  desk: Desk,
  actor: Viewer,
  input: Pick<AddComment, 'ticketId' | 'visibility' | 'ccs' | 'removeCcs' | 'status'>,
): Promise<PreviewedReply | null> {
  const state = await loadTicketState(desk.db, input.ticketId, givenBy(input.ccs));
  if (!state || !may(actor, 'internal.read', { ticket: subjectOf(state) })) return null;
  requireOnTicket(
    actor,
    input.visibility === 'PUBLIC' ? 'comment.write_public' : 'comment.write_internal',
    state,
    ['visibility'],
    ['ticketId'],
  );
  const { preview, added } = planReply(state, actor, input);
  return { state, preview, added };
}
