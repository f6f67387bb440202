import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDepartment } from '../support/people.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

it('opens a ticket', async () => {
  const department = await aDepartment(inbound.desk, { slug: 'claims' });
  const message = await inbound.send({
    from: 'Rita <rita@example.com>',
    to: department.address,
    cc: 'carl@example.com',
    subject: 'Roof',
    text: 'It leaks',
    headers: PROOF,
  });
  expect(message).toMatchObject({ status: 'DONE', confidence: 'PROVEN', error: null });
  console.log(
    await inbound.comments(message.ticket_id!),
    await inbound.ticket(message.ticket_id!),
    await inbound.ccAddresses(message.ticket_id!),
  );
});
