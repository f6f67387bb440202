import type { DepartmentPolicy } from '@copydesk/rules';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDepartment, aPerson } from '../support/people.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

async function scene(policy?: (policy: DepartmentPolicy) => void) {
  const department = await aDepartment(inbound.desk, {
    slug: `claims-${v7().slice(-10)}`,
    ...(policy ? { policy } : {}),
  });
  const ada = await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  const rita = fresh('rita');
  const send = (more: object) =>
    inbound.send({
      from: `Ada <${ada.address}>`,
      to: department.address,
      subject: 'Fwd: Roof',
      headers: PROOF,
      ...more,
    });
  const personOf = async (address: string) =>
    (
      await inbound.desk.db
        .selectFrom('address')
        .select('person_id')
        .where('canonical', '=', address)
        .executeTakeFirst()
    )?.person_id;
  const opened = async (message: { ticket_id: string | null }) => {
    const ticket = await inbound.ticket(message.ticket_id!);
    const comments = await inbound.comments(ticket.id);
    return {
      ticket,
      comments: comments.map(({ author_id: by, visibility, body_text: text, flags }) => ({
        by,
        visibility,
        text,
        flags,
      })),
      all: comments,
    };
  };
  return { department, ada, rita, send, personOf, opened };
}

const gmail = (from: string, above: string) =>
  `${above}\n\n---------- Forwarded message ---------\nFrom: Rita Novak <${from}>\nDate: Mon, 16 Nov 2026 at 10:11\n` +
  `Subject: Roof\nTo: Ada <ada@example.com>\n\nDear Ada,\nit leaks into the kitchen.\n\nRita\n`;
const outlook = (from: string, above: string) =>
  `${above}\n\n________________________________\nVon: Rita Novak <${from}>\nGesendet: Montag, 16. November 2026 10:11\n` +
  `An: Ada <ada@example.com>\nBetreff: Roof\n\nDear Ada,\nit leaks into the kitchen.\n\nRita\n`;
const apple = (from: string, above: string) =>
  `${above}\n\nBegin forwarded message:\n\n> From: Rita Novak <${from}>\n> Subject: Roof\n> Date: 16 November 2026 at 10:11:00 CET\n` +
  `> To: Ada <ada@example.com>\n>\n> Dear Ada,\n> it leaks into the kitchen.\n> \n> Rita\n`;

it.each([
  ['Gmail', gmail, 'Fwd: Roof'],
  ['Outlook in German', outlook, 'WG: Roof'],
  ['Apple Mail', apple, 'Fwd: Roof'],
])(
  'a forward by %s: the customer asks with it, and what the agent says of it is a note',
  async (_, forward, subject) => {
    const { rita, ada, send, opened, personOf } = await scene();
    const message = await send({ subject, text: forward(rita, '#priority high\nShe is furious.') });
    const { ticket, comments, all } = await opened(message);
    const ritaId = await personOf(rita);
    expect(ticket).toMatchObject({ requester_id: ritaId, priority: 'HIGH', public_comment_count: 1, comment_count: 2 });
    expect(comments).toEqual([
      {
        by: ritaId,
        visibility: 'PUBLIC',
        text: expect.stringMatching(/^Dear Ada,\s+it leaks into the kitchen\.\s+Rita$/u),
        flags: ['PASSED_ON'],
      },
      { by: ada.id, visibility: 'INTERNAL', text: 'She is furious.', flags: [] },
    ]);
    expect(all[0]?.told.map(({ address, mail }) => [address, mail])).toEqual([[rita, 'ACKNOWLEDGEMENT']]);
    expect(all[1]?.told).toEqual([]);
    const person = await inbound.desk.db
      .selectFrom('person')
      .select('name')
      .where('id', '=', ritaId!)
      .executeTakeFirst();
    expect(person?.name).toBe('Rita Novak');
  },
);

it('without a word of the agent there is no note', async () => {
  const { rita, send, opened } = await scene();
  const { comments } = await opened(await send({ text: gmail(rita, '') }));
  expect(comments.map(({ visibility }) => visibility)).toEqual(['PUBLIC']);
});

it.each<[string, (policy: DepartmentPolicy) => void, object]>([
  ['where the setting is off', (policy) => Object.assign(policy.mail, { forwardSetsRequester: false }), {}],
  ['of an agent whom nothing proves', () => {}, { headers: {} }],
])('a forward %s is its sender’s own', async (_, policy, more) => {
  const { rita, ada, send, opened } = await scene(policy);
  const { ticket, comments } = await opened(await send({ text: gmail(rita, 'She is furious.'), ...more }));
  expect(ticket.requester_id).toBe(ada.id);
  expect(comments).toHaveLength(1);
});

it('a customer who forwards, and an agent who forwards a colleague’s mail or the desk’s own, ask themselves', async () => {
  const { department, ada, rita, send, opened, personOf } = await scene();
  const byRita = await opened(await send({ from: rita, text: gmail(fresh('mia'), 'See below.') }));
  expect(byRita.ticket.requester_id).toBe(await personOf(rita));
  const ben = await aPerson(inbound.desk, { name: 'Ben', role: 'AGENT', departmentIds: [department.id] });
  for (const from of [ben.address!, department.address]) {
    const { ticket } = await opened(await send({ text: gmail(from, 'See below.') }));
    expect(ticket.requester_id).toBe(ada.id);
  }
});

it('a forward to a ticket that is there stays a comment of the agent', async () => {
  const { rita, ada, send, opened } = await scene();
  const first = await send({ text: 'A new matter', subject: 'Roof' });
  const to = await inbound.replyAddress(first.ticket_id!, ada.id, (await scene()).department.address);
  const { ticket, comments } = await opened(await send({ to, text: gmail(rita, 'Look.') }));
  expect(ticket.id).toBe(first.ticket_id);
  expect(ticket.requester_id).toBe(ada.id);
  expect(comments.map(({ by }) => by)).toEqual([ada.id, ada.id]);
});

it('agentMail.newMailAgentIsRequester off: the customer written to asks, and the desk writes to nobody who has it', async () => {
  const off = (policy: DepartmentPolicy) => Object.assign(policy.agentMail, { newMailAgentIsRequester: false });
  const { department, rita, ada, send, opened, personOf } = await scene(off);
  const carl = fresh('carl');
  const ben = await aPerson(inbound.desk, { name: 'Ben', role: 'AGENT', departmentIds: [department.id] });
  const message = await send({
    subject: 'Your roof',
    to: [ben.address, rita],
    cc: [department.address, carl],
    text: 'As we said.',
  });
  const { ticket, comments, all } = await opened(message);
  expect(ticket.requester_id).toBe(await personOf(rita));
  expect(comments).toMatchObject([{ by: ada.id, visibility: 'PUBLIC' }]);
  expect((await inbound.ccAddresses(ticket.id)).toSorted()).toEqual([ben.address, carl].toSorted());
  expect(all[0]?.told).toEqual([]);

  const alone = await opened(await send({ subject: 'To do', text: 'Buy paper.' }));
  expect(alone.ticket.requester_id).toBe(ada.id);
});
