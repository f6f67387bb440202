import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recoverSuspendedMessage } from '../../src/features/inbound/index.ts';
import { consumeBatch, placeNotificationsCursor } from '../../src/features/notifications/index.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { readable } from '../support/readable.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket, fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
  await placeNotificationsCursor(inbound.desk.db, inbound.desk.epoch);
});
afterAll(() => inbound.close());

const headers = PROOF;
type Limits = { hourlySoft?: number; hourlyHard?: number; hourlyPerTicket?: number; hourlyAcknowledgements?: number };
const limited = (limits: Limits) => ({
  slug: `busy-${v7().slice(-12)}`,
  policy: (policy: { mail: object }) => void Object.assign(policy.mail, limits),
});
const aDepartmentWith = (limits: Limits) => aDepartment(inbound.desk, limited(limits));
const outcome = ({ status, suspended_by: by }: { status: string; suspended_by: string | null }) =>
  by === null ? status : `${status} ${by}`;

/** Every mail that is due is planned: also what other tests' transactions have kept from being read. */
async function tellAll(): Promise<void> {
  await readable(inbound.desk);
  while (((await consumeBatch(inbound.desk))?.events ?? 1) > 0);
}

describe('a ticket that machines write to in turn', () => {
  it('takes so many mails an hour, each sender below their own limit, and staff’s all the same', async () => {
    const { ticketId, rita, ritaId, carl, agent, department } = await aMailedTicket(
      inbound,
      limited({ hourlyPerTicket: 3 }),
    );
    const to = await inbound.replyAddress(ticketId, ritaId, department.address);
    const { id: carlId } = await inbound.desk.db
      .selectFrom('address')
      .select('person_id as id')
      .where('canonical', '=', carl)
      .executeTakeFirstOrThrow();
    const toOfCarl = await inbound.replyAddress(ticketId, carlId!, department.address);
    const says = (from: string, address: string, more: Record<string, string> = {}) =>
      inbound.send({ from, to: address, cc: rita, subject: 'Re', text: v7(), headers: { ...headers, ...more } });
    expect(outcome(await says(rita, to))).toBe('DONE');
    expect(outcome(await says(carl, toOfCarl))).toBe('DONE');
    const held = await says(rita, to);
    expect(outcome(held)).toBe('SUSPENDED ticket-rate-limit');
    expect(held.decision?.trace.at(-1)?.because).toBe(
      'Suspended because the ticket got 4 mails within the hour, more than 3.',
    );
    const automatic = await says(carl, toOfCarl, { 'Auto-Submitted': 'auto-replied' });
    expect(outcome(automatic)).toBe('SUSPENDED ticket-rate-limit');
    const toOfAgent = await inbound.replyAddress(ticketId, agent.id, department.address);
    expect(outcome(await says(agent.address!, toOfAgent))).toBe('DONE');
    await recoverSuspendedMessage(inbound.desk, agent, held.id);
    expect((await inbound.settled(held.id)).status).toBe('DONE');
  });

  it('is not shut to a proven sender by mails that prove nothing', async () => {
    const limits = { hourlyPerTicket: 2, hourlySoft: 2, hourlyHard: 3 };
    const { ticketId, rita, ritaId, department, messageId } = await aMailedTicket(inbound, limited(limits));
    const forged = [];
    for (let at = 0; at < 4; at += 1) {
      const mail = {
        from: rita,
        to: department.address,
        subject: 'Re: Roof',
        text: `forged ${at}`,
        inReplyTo: messageId,
      };
      forged.push(outcome(await inbound.send(mail)));
    }
    expect(forged).toEqual(['DONE', 'SUSPENDED ticket-rate-limit', 'REJECTED', 'REJECTED']);
    const to = await inbound.replyAddress(ticketId, ritaId, department.address);
    const real = await inbound.send({ from: rita, to, subject: 'Re: Roof', text: 'It is me.', headers });
    expect(real).toMatchObject({ status: 'DONE', confidence: 'PROVEN', ticket_id: ticketId });
  });
});

describe('an acknowledgement', () => {
  const acknowledged = async (address: string) => {
    await tellAll();
    const { rows } = await sql<{ status: string; error: string | null; text: string }>`
      select status, last_error as error, subject || body_text || body_html || headers::text as text
      from outbound_message where address = ${address} and told ->> 'mail' = 'ACKNOWLEDGEMENT' order by id`.execute(
      inbound.desk.db,
    );
    return rows;
  };
  const write = (from: string, to: string, more: Record<string, string> = {}) =>
    inbound.hand({ from: `Zyxwvut <${from}>`, to, subject: `Qwertz ${v7()}`, text: `Asdfgh ${v7()}`, headers: more });

  it('goes once an hour to an address that nothing proves, also when its mails come all at once', async () => {
    const department = await aDepartmentWith({ hourlyAcknowledgements: 5 });
    const from = fresh('likely');
    const ids = await Promise.all([1, 2, 3, 4].map(() => write(from, department.address)));
    for (const id of ids) expect(await inbound.settled(id)).toMatchObject({ status: 'DONE', confidence: 'LIKELY' });
    const [first, ...others] = await acknowledged(from);
    expect(first).toMatchObject({ status: 'KEPT', error: null });
    expect(first?.text).not.toMatch(/zyxwvut|qwertz|asdfgh/iu);
    const because = `Not sent: ${from} has been sent an acknowledgement within the hour, and gets no further one.`;
    expect(others.map(({ error }) => error)).toEqual(others.map(() => because));
    // Who writes later is not even planned to get one.
    const later = await inbound.settled(await write(from, department.address));
    expect((await inbound.comments(later.ticket_id!))[0]?.told).toEqual([]);
    expect((await acknowledged(from)).filter(({ status }) => status === 'KEPT')).toHaveLength(1);
    await sql`update outbound_message set created_at = now() - interval '61 minutes' where address = ${from}`.execute(
      inbound.desk.db,
    );
    await inbound.settled(await write(from, department.address));
    expect((await acknowledged(from)).filter(({ status }) => status === 'KEPT')).toHaveLength(2);
  });

  it('goes to a proven sender as often as the department says', async () => {
    const department = await aDepartmentWith({ hourlyAcknowledgements: 2 });
    const from = fresh('proven');
    const ids = await Promise.all([1, 2, 3].map(() => write(from, department.address, headers)));
    for (const id of ids) expect(await inbound.settled(id)).toMatchObject({ confidence: 'PROVEN' });
    expect((await acknowledged(from)).filter(({ status }) => status === 'KEPT')).toHaveLength(2);
  });

  it('goes to nobody who may be forged', async () => {
    const department = await aDepartmentWith({});
    const agent = await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
    const from = fresh('forged');
    const forged = { 'Authentication-Results': 'mx.test; dmarc=fail (p=reject) header.from=example.com' };
    const message = await inbound.settled(await write(from, department.address, forged));
    expect(message).toMatchObject({ status: 'SUSPENDED', confidence: 'UNPROVEN' });
    await recoverSuspendedMessage(inbound.desk, agent, message.id);
    await inbound.settled(message.id);
    expect(await acknowledged(from)).toEqual([]);
  });

  it.each([
    [{ Precedence: 'bulk' }, 'precedence: bulk'],
    [{ 'X-Auto-Response-Suppress': 'DR, AutoReply' }, 'x-auto-response-suppress: DR, AutoReply'],
    [{}, 'From: no-reply@'],
  ])('goes to no mail that asks for none: %j', async (more: Record<string, string>, by) => {
    const department = await aDepartmentWith({});
    const from = by.startsWith('From') ? `no-reply@${v7()}.example.com` : fresh('list');
    const opened = await inbound.settled(await write(from, department.address, more));
    expect(opened).toMatchObject({ status: 'DONE', decision: { rule: 'customer' } });
    expect(await acknowledged(from)).toEqual([]);
  });

  it('says nothing of theirs by a trigger’s own words either', async () => {
    const department = await aDepartmentWith({});
    const { triggers } = await inbound.desk.db
      .selectFrom('department')
      .select('triggers')
      .where('id', '=', department.id)
      .executeTakeFirstOrThrow();
    const worded = triggers.map((trigger) => ({
      ...trigger,
      actions: trigger.actions.map((action) => ({
        ...action,
        subject: 'Your words: {{ ticket.title }}',
        body: '{{ ticket.title }} {{ ticket.comments_formatted }} {{ ticket.requester }} {{ recipient.name }}',
      })),
    }));
    await inbound.desk.db
      .updateTable('department')
      .set({ triggers: JSON.stringify(worded) as never })
      .where('id', '=', department.id)
      .execute();
    const from = fresh('worded');
    await inbound.settled(await write(from, department.address));
    const [only] = await acknowledged(from);
    expect(only).toMatchObject({ status: 'KEPT' });
    expect(only?.text).not.toMatch(/zyxwvut|qwertz|asdfgh/iu);
  });
});

describe('our own mail that comes back', () => {
  it('is known by its Message-ID, kept, and does nothing', async () => {
    const department = await aDepartmentWith({});
    const from = fresh('asker');
    const asked = await inbound.send({ from, to: department.address, subject: 'Roof', text: 'It leaks.' });
    await tellAll();
    const { message_id: messageId } = await inbound.desk.db
      .selectFrom('outbound_message')
      .select('message_id')
      .where('ticket_id', '=', asked.ticket_id)
      .executeTakeFirstOrThrow();
    const before = await inbound.ticket(asked.ticket_id!);
    const back = await inbound.send({ from, to: department.address, subject: 'Roof', text: 'We have it.', messageId });
    expect(back).toMatchObject({ status: 'REJECTED', decision: { rule: 'own-mail' }, comment_id: null });
    expect(back.raw_sha256).not.toBeNull();
    expect(await inbound.ticket(asked.ticket_id!)).toEqual(before);
  });
});
