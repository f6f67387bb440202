import type { ThreadMatch } from '@copydesk/rules';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

const CONVERSATION = Buffer.alloc(22, 7);
const threadIndex = (salt: string, child = false) =>
  Buffer.concat([
    CONVERSATION.subarray(0, 6),
    Buffer.from(salt.padEnd(16).slice(0, 16)),
    Buffer.alloc(child ? 5 : 0),
  ]).toString('base64');

/** A department with that order, and two tickets of Rita's in it. */
async function scene(matchOrder: readonly ThreadMatch[]) {
  const first = await aMailedTicket(inbound, { policy: (policy) => Object.assign(policy, { thread: { matchOrder } }) });
  const mail = { from: first.rita, to: first.department.address, headers: PROOF };
  const conversation = v7().slice(-12);
  const messageId = `<${v7()}@example.com>`;
  const second = await inbound.send({
    ...mail,
    subject: 'Wall',
    text: 'It is wet',
    messageId,
    headers: { ...PROOF, 'Thread-Index': threadIndex(conversation) },
  });
  const send = async (more: object) =>
    (await inbound.send({ ...mail, subject: 'Re:', text: 'Any news?', ...more })).ticket_id;
  return { first, mail, messageId, conversation, send, tickets: [first.ticketId, second.ticket_id!] as const };
}

it.each<[ThreadMatch[], 0 | 1]>([
  [['ADDR_TOKEN', 'IN_REPLY_TO', 'REFERENCES'], 0],
  [['ADDR_TOKEN', 'REFERENCES', 'IN_REPLY_TO'], 1],
])('%j: what comes first finds the ticket', async (order, found) => {
  const { first, messageId, send, tickets } = await scene(order);
  expect(await send({ inReplyTo: first.messageId, references: messageId })).toBe(tickets[found]);
});

it('what the order does not name finds nothing: a new ticket', async () => {
  const { first, conversation, send, tickets } = await scene(['ADDR_TOKEN']);
  const { number } = await inbound.ticket(first.ticketId);
  const headers = { ...PROOF, 'Thread-Index': threadIndex(conversation, true) };
  const found = await send({
    inReplyTo: first.messageId,
    references: first.messageId,
    subject: `Re: [#${number}]`,
    headers,
  });
  expect(tickets).not.toContain(found);
});

it("Outlook's Thread-Index finds the conversation, where the order names it", async () => {
  for (const [order, finds] of [
    [['ADDR_TOKEN', 'THREAD_INDEX'], true],
    [['ADDR_TOKEN', 'REFERENCES'], false],
  ] as const) {
    const { conversation, send, tickets } = await scene(order);
    const found = await send({ headers: { ...PROOF, 'Thread-Index': threadIndex(conversation, true) } });
    expect(found === tickets[1]).toBe(finds);
  }
});

it('a signed reply address comes first, whatever the order says of the rest', async () => {
  const { first, messageId, send, tickets } = await scene(['ADDR_TOKEN', 'IN_REPLY_TO']);
  const to = await inbound.replyAddress(first.ticketId, first.ritaId, first.department.address);
  expect(await send({ to, inReplyTo: messageId })).toBe(tickets[0]);
});

it('a token in the quoted text identifies the ticket, where the order names it', async () => {
  for (const [order, finds] of [
    [['ADDR_TOKEN', 'BODY_TOKEN'], true],
    [['ADDR_TOKEN'], false],
  ] as const) {
    const { first, send, tickets } = await scene(order);
    const address = await inbound.replyAddress(first.ticketId, first.ritaId, first.department.address);
    const text = `Any news?\n\nOn Monday, Claims <${address}> wrote:\n> We look at it.`;
    expect((await send({ text })) === tickets[0]).toBe(finds);
  }
});
