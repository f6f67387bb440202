import { v7 } from 'uuid';
import { aDepartment, aPerson } from '../support/people.ts';
import { PROOF, type InboundDesk } from './inbound-desk.ts';

/** An address that nobody has yet. */
export const fresh = (name: string) => `${name}-${v7().slice(-12)}@example.com`;

type Given = { policy?: Parameters<typeof aDepartment>[1]['policy'] };

/** A ticket of Rita's with Carl as CC, opened by mail, and an agent of its department. */
export async function aMailedTicket(inbound: InboundDesk, given: Given = {}) {
  const slug = `claims-${v7().slice(-12)}`;
  const department = await aDepartment(inbound.desk, { slug, ...given });
  const [rita, carl] = [fresh('rita'), fresh('carl')];
  const messageId = `<${v7()}@example.com>`;
  const message = await inbound.send({
    from: `Rita <${rita}>`,
    to: department.address,
    cc: carl,
    subject: 'Roof',
    text: 'It leaks',
    headers: PROOF,
    messageId,
  });
  const ticketId = message.ticket_id!;
  const { requester_id: ritaId } = await inbound.ticket(ticketId);
  const agent = await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  return { department, rita, carl, ritaId, ticketId, messageId, message, agent };
}
