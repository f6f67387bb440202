import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket, fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

const unseen = () => `<${v7()}@elsewhere.example>`;

/** A ticket of Rita's, with Carl as CC, whose mail answers one that never came to the desk. */
async function aTicketThatSpeaksOf(id: string) {
  const scene = await aMailedTicket(inbound);
  const { address } = scene.department;
  const opened = await inbound.send({
    from: scene.rita,
    to: address,
    cc: scene.carl,
    subject: 'Re: Hail',
    text: 'See below.',
    references: [id],
    headers: PROOF,
  });
  expect(opened.ticket_id).not.toBe(scene.ticketId);
  const answer = (from: string, more: object = {}) =>
    inbound.send({ from, to: address, cc: scene.rita, subject: 'Re: Hail', text: 'Me too.', headers: PROOF, ...more });
  return { ...scene, ticketId: opened.ticket_id, answer };
}

it('finds the ticket of a participant by a message that never came to the desk', async () => {
  const id = unseen();
  const { rita, carl, ticketId, answer } = await aTicketThatSpeaksOf(id);
  for (const from of [rita, carl]) {
    expect(await answer(from, { inReplyTo: id })).toMatchObject({ status: 'DONE', ticket_id: ticketId });
  }
});

it('takes the message itself to it when it comes late, and from then on it is known', async () => {
  const id = unseen();
  const { carl, ticketId, answer } = await aTicketThatSpeaksOf(id);
  expect(await answer(carl, { messageId: id })).toMatchObject({ ticket_id: ticketId });
  const reference = await inbound.desk.db
    .selectFrom('message_reference')
    .select(['named', 'ticket_id'])
    .where('message_id', '=', id)
    .execute();
  expect(reference).toMatchObject([{ ticket_id: ticketId, named: expect.arrayContaining([expect.any(String)]) }]);
});

it('lets nobody else in by it, and holds nobody’s mail back: strangers have a ticket of their own', async () => {
  const id = unseen();
  const { ticketId, answer } = await aTicketThatSpeaksOf(id);
  const strangers = await answer(fresh('eve'), { inReplyTo: id });
  expect(strangers.status).toBe('DONE');
  expect(strangers.ticket_id).not.toBe(ticketId);
  expect(strangers.ticket_id).not.toBeNull();
});

it('remembers nothing of what a third party’s mail speaks of', async () => {
  const { ritaId, rita, ticketId, department } = await aMailedTicket(inbound);
  const id = unseen();
  const to = await inbound.replyAddress(ticketId, ritaId, department.address);
  const thirds = { from: fresh('eve'), to, subject: 'Re', text: 'x', inReplyTo: id, headers: PROOF };
  const third = await inbound.send(thirds);
  expect(third.ticket_id).toBe(ticketId);
  const hers = { from: rita, to: department.address, subject: 'Wall', text: 'y', inReplyTo: id, headers: PROOF };
  expect((await inbound.send(hers)).ticket_id).not.toBe(ticketId);
});
