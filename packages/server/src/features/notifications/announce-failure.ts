import type { Desk } from '../../platform/desk.ts';
import { changeTicketState } from '../tickets/index.ts';

/** Tells those who watch a ticket that a message of it was not delivered: staff alone may know of it. */
export async function announceFailure(desk: Desk, message: { id: string; ticketId: string }): Promise<void> {
  await changeTicketState(desk, message.ticketId, {}, (state) => ({
    ticketId: state.id,
    expectSeq: state.seq,
    actorId: null,
    events: [{ type: 'delivery.changed', public: false, data: { outboundMessageId: message.id } }],
  }));
}
