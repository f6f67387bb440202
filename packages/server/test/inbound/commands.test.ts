import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDepartment, aPerson } from '../support/people.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket, fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

async function scene() {
  const made = await aMailedTicket(inbound);
  const other = await aDepartment(inbound.desk, { slug: `other-${v7().slice(-12)}` });
  const ben = await aPerson(inbound.desk, { name: `Ben ${v7().slice(-6)}`, role: 'AGENT', departmentIds: [other.id] });
  const write = async (text: string, more: object = {}) => {
    const to = await inbound.replyAddress(made.ticketId, made.agent.id, made.department.address).catch(() => null);
    return inbound.send({
      from: `Ada <${made.agent.address}>`,
      to: to ?? made.department.address,
      inReplyTo: made.messageId,
      subject: 'Re: Roof',
      headers: PROOF,
      text,
      ...more,
    });
  };
  return { ...made, other, ben, write };
}

const eventsOf = async (ticketId: string) =>
  (
    await inbound.desk.db
      .selectFrom('event')
      .select(['type', 'public_seq', 'data'])
      .where('ticket_id', '=', ticketId)
      .where('type', '=', 'ticket.changed')
      .orderBy('seq')
      .execute()
  ).map(({ public_seq, data }) => ({ public: public_seq !== null, data: data as Record<string, unknown> }));

it('does everything that a mail asks in its first lines, and says so on message and comment', async () => {
  const { ticketId, write, other, ben, agent, ritaId } = await scene();
  const asker = fresh('nora');
  const message = await write(
    `#note\n#status on-hold\n#priority urgent\n#tags Storm, vip\n#department ${other.slug}\n` +
      `#assignee ${ben.name.toUpperCase()}\n#requester ${asker}\n#colour blue\n#assignee nobody\nPlease look.`,
  );
  expect(message).toMatchObject({ status: 'DONE', ticket_id: ticketId });
  const ticket = await inbound.ticket(ticketId);
  expect(ticket).toMatchObject({
    status: 'ON_HOLD',
    priority: 'URGENT',
    tags: ['storm', 'vip'],
    department_id: other.id,
    assignee_id: ben.id,
  });
  const asks = await inbound.desk.db
    .selectFrom('address')
    .select('person_id')
    .where('canonical', '=', asker)
    .executeTakeFirst();
  expect(ticket.requester_id).toBe(asks?.person_id);
  expect(ticket.requester_id).not.toBe(ritaId);
  const comment = (await inbound.comments(ticketId)).at(-1);
  expect(comment).toMatchObject({
    author_id: agent.id,
    visibility: 'INTERNAL',
    body_text: '#colour blue\nPlease look.',
  });
  for (const kept of [message.decision, comment?.decision] as { commands?: { obeyed: boolean; because: string }[] }[]) {
    expect(kept.commands?.map(({ obeyed }) => obeyed)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(kept.commands?.at(-1)?.because).toContain('nobody is no agent of');
  }
  const events = await eventsOf(ticketId);
  const internal = events
    .filter((event) => !event.public)
    .flatMap(({ data }) => Object.keys(data['changed'] as object));
  const open = events.filter((event) => event.public).flatMap(({ data }) => Object.keys(data['changed'] as object));
  expect(internal.toSorted()).toEqual(['assignee', 'priority', 'tags']);
  expect(open.toSorted()).toEqual(['department', 'requester', 'status']);
});

it('moving takes off an assignee who does not work there', async () => {
  const { ticketId, write, other, agent } = await scene();
  await write(`#assignee ${agent.address}\nMine.`);
  expect(await inbound.ticket(ticketId)).toMatchObject({ assignee_id: agent.id });
  const message = await write(`#department ${other.slug}\nYours.`);
  expect(message.decision).toMatchObject({ commands: [{ obeyed: true }] });
  expect(await inbound.ticket(ticketId)).toMatchObject({ assignee_id: null, department_id: other.id });
});

it("applies to a new ticket of an agent's", async () => {
  const { department, agent } = await scene();
  const asker = fresh('nora');
  const message = await inbound.send({
    from: `Ada <${agent.address}>`,
    to: department.address,
    subject: 'Storm',
    headers: PROOF,
    text: `#requester ${asker}\n#priority high\n#tags storm\n#assignee ${agent.address}\n#status open\nShe called.`,
  });
  const ticket = await inbound.ticket(message.ticket_id!);
  expect(ticket).toMatchObject({ priority: 'HIGH', tags: ['storm'], assignee_id: agent.id, status: 'OPEN' });
  const [comment] = await inbound.comments(ticket.id);
  expect(comment).toMatchObject({ author_id: agent.id, body_text: 'She called.', visibility: 'PUBLIC' });
  expect(comment!.told.map(({ address, mail }) => [address, mail])).toEqual([[asker, 'ACKNOWLEDGEMENT']]);
});

it.each([
  ['forged', { headers: {} }],
  ['in HTML alone', { text: '', html: '<p>#priority urgent</p><p>Hello</p>' }],
])('changes nothing when %s', async (_, more) => {
  const { ticketId, write } = await scene();
  await write('#priority urgent\nHello', { ...more, to: (await scene()).department.address });
  expect(await inbound.ticket(ticketId)).toMatchObject({ priority: 'NORMAL' });
});
