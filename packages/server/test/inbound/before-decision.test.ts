import { sql } from 'kysely';
import { clearUndeliverable } from '../../src/features/people/clear-undeliverable.ts';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processMessage } from '../../src/features/inbound/index.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket, fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

const headers = PROOF;
const aTicket = (given?: Parameters<typeof aMailedTicket>[1]) => aMailedTicket(inbound, given);
const last = async (ticketId: string) => (await inbound.comments(ticketId)).at(-1)!;

let events = 0;
/** A mail of the desk's, as it stands after it was sent. */
async function sentTo(given: { ticketId: string; commentId: string | null; personId: string; address: string }) {
  const ours = `<${v7()}@localhost>`;
  const { id: outboundId } = await inbound.desk.db
    .insertInto('outbound_message')
    .values({
      event_id: String((events += 1)),
      ticket_id: given.ticketId,
      comment_id: given.commentId,
      person_id: given.personId,
      address: given.address,
      told: '{}',
      headers: '{}',
      subject: 'Re',
      body_text: '',
      body_html: '',
      message_id: ours,
      status: 'SENT',
    } as never)
    .returning('id')
    .executeTakeFirstOrThrow();
  return { outboundId, ours };
}

const reportOn = ({ to, ours, gone }: { to: string; ours: string; gone: string }) =>
  `From: MAILER-DAEMON@mx.example\r\nTo: ${to}\r\nSubject: Undelivered\r\nMessage-ID: <${v7()}@mx>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${gone}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${ours}\r\n\r\nhi\r\n--b--\r\n`;

async function isDead(address: string): Promise<boolean> {
  const { undeliverable_since: since } = await inbound.desk.db
    .selectFrom('address')
    .select('undeliverable_since')
    .where('canonical', '=', address)
    .executeTakeFirstOrThrow();
  return since !== null;
}

describe('before any decision', () => {
  it('rejects our own mail that comes back', async () => {
    const { department } = await aTicket();
    const looped = await inbound.send({
      from: fresh('rita'),
      to: department.address,
      subject: 'Re',
      text: 'hi',
      headers: { 'X-Copydesk-Loop': 'localhost' },
    });
    expect(looped).toMatchObject({ status: 'REJECTED', decision: { rule: 'own-mail' }, ticket_id: null });
    // Another desk's loop header is another desk's.
    const theirs = await inbound.send({
      from: fresh('desk'),
      to: department.address,
      subject: 'Re',
      text: 'hi',
      headers: { 'X-Copydesk-Loop': 'desk.elsewhere.example' },
    });
    expect(theirs).toMatchObject({ status: 'DONE', decision: { rule: 'customer' } });
  });

  it('keeps an automatic reply quietly on its ticket, and opens none for it', async () => {
    const { ticketId, rita, ritaId, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    const automatic = { 'Auto-Submitted': 'auto-replied', ...headers };
    await inbound.send({ from: rita, to: address, subject: 'Away', text: 'I am away', headers: automatic });
    expect(await last(ticketId)).toMatchObject({
      visibility: 'INTERNAL',
      via: 'SYSTEM',
      flags: ['AUTOMATIC'],
      told: [],
    });
    expect(await inbound.ticket(ticketId)).toMatchObject({ status: 'NEW' });
    const lone = await inbound.send({
      from: fresh('bot'),
      to: department.address,
      subject: 'Away',
      text: 'away',
      headers: automatic,
    });
    expect(lone).toMatchObject({ status: 'SUSPENDED', suspended_by: 'automatic-reply', ticket_id: null });
    const bounce = await inbound.send({
      from: fresh('bot'),
      to: department.address,
      subject: 'x',
      text: 'y',
      envelope: { from: '', to: [department.address] },
    });
    expect(bounce).toMatchObject({ status: 'SUSPENDED', suspended_by: 'automatic-reply' });
  });

  it('notes a bounce on the message that it is about', async () => {
    const { ticketId, ritaId, rita, message, department } = await aTicket();
    const to = await inbound.replyAddress(ticketId, ritaId, department.address);
    const { outboundId, ours } = await sentTo({
      ticketId,
      commentId: message.comment_id,
      personId: ritaId,
      address: rita,
    });
    const raw = reportOn({ to, ours, gone: rita });
    const before = await inbound.comments(ticketId);
    const id = await inbound.hand({ raw, envelope: { from: '', to: [to] } });
    // Whoever else takes it up at the same moment changes nothing.
    await Promise.all(Array.from({ length: 4 }, () => processMessage(inbound.desk, { inboundMessageId: id })));
    const bounce = await inbound.settled(id);
    expect(bounce).toMatchObject({
      status: 'DONE',
      decision: { rule: 'delivery-report' },
      ticket_id: ticketId,
      comment_id: null,
    });
    const outbound = await inbound.desk.db
      .selectFrom('outbound_message')
      .select(['status', 'last_error'])
      .where('id', '=', outboundId)
      .executeTakeFirstOrThrow();
    expect(outbound).toEqual({ status: 'FAILED', last_error: 'It came back: 550 no such user' });
    expect(await inbound.comments(ticketId)).toEqual(before);
    const events = await inbound.desk.db
      .selectFrom('event')
      .select(['data', 'public_seq'])
      .where('ticket_id', '=', ticketId)
      .where('type', '=', 'delivery.changed')
      .execute();
    expect(events).toEqual([
      { data: { outboundMessageId: outboundId, commentId: message.comment_id }, public_seq: null },
    ]);

    // The address is dead: nothing goes there until it writes to us, or an agent says otherwise.
    expect(await isDead(rita)).toBe(true);
    const mail = { from: rita, to: department.address, subject: 'I am here', text: 'Hello' };
    await inbound.send({ ...mail, headers: { ...PROOF, 'Auto-Submitted': 'auto-replied' } });
    await inbound.send({ ...mail, headers: { 'Authentication-Results': 'mx.test; dmarc=fail (p=reject)' } });
    expect(await isDead(rita)).toBe(true);
    await inbound.send({ ...mail, headers: PROOF });
    expect(await isDead(rita)).toBe(false);

    await sql`update address set undeliverable_since = now() where canonical = ${rita}`.execute(inbound.desk.db);
    const agent = await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT' });
    const customer = await aPerson(inbound.desk, { name: 'Carl' });
    await expect(clearUndeliverable(inbound.desk, customer, rita)).rejects.toThrow('agents and admins');
    await expect(clearUndeliverable(inbound.desk, agent, 'nobody@example.com')).rejects.toThrow('Nobody has');
    expect(await clearUndeliverable(inbound.desk, agent, rita.toUpperCase())).toEqual({ personId: ritaId });
    expect(await isDead(rita)).toBe(false);
  });

  it('takes nobody’s address for dead by a report that others could have written', async () => {
    const { ticketId, ritaId, rita, carl, message, department } = await aTicket();
    const { person_id: carlId } = await inbound.desk.db
      .selectFrom('cc')
      .select('person_id')
      .where('ticket_id', '=', ticketId)
      .executeTakeFirstOrThrow();
    const to = await inbound.replyAddress(ticketId, ritaId, department.address);
    const carls = await inbound.replyAddress(ticketId, carlId, department.address);
    const mailed = { ticketId, commentId: message.comment_id, personId: ritaId, address: rita };
    const report = async (envelopeTo: string, gone = rita) => {
      const { ours } = await sentTo(mailed);
      const raw = reportOn({ to: envelopeTo, ours, gone });
      const bounce = await inbound.send({ raw, envelope: { from: '', to: [envelopeTo] } });
      expect(bounce).toMatchObject({ status: 'DONE', decision: { rule: 'delivery-report' } });
      return isDead(rita);
    };
    // Carl knows Rita's Message-ID from her answers to all, but not where mail to her comes back to.
    expect(await report(department.address)).toBe(false);
    expect(await report(carls)).toBe(false);
    // A report is no reader of the address that it came to.
    expect(await report(to, fresh('other'))).toBe(false);
    expect(await report(to)).toBe(true);

    // Once she has shown it to Carl, he could have written it.
    await inbound.send({ from: rita, to, cc: carl, subject: 'Re', text: 'I am here', headers });
    expect(await isDead(rita)).toBe(false);
    expect(await report(to)).toBe(false);
  });

  it('reads what a customer says beside a report that came back to them', async () => {
    const { ticketId, ritaId, rita, department } = await aTicket();
    const to = await inbound.replyAddress(ticketId, ritaId, department.address);
    const raw = `From: ${rita}\r\nTo: ${to}\r\nSubject: Re: Roof\r\nMessage-ID: <${v7()}@example.com>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nPlease call me\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ben@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n`;
    const answer = await inbound.send({ raw, envelope: { from: rita, to: [to] } });
    expect(answer).toMatchObject({ status: 'DONE', decision: { rule: 'customer' } });
    expect(await last(ticketId)).toMatchObject({ visibility: 'PUBLIC', body_text: 'Please call me' });
  });

  it('suspends what is malformed, with the cause and the raw message kept', async () => {
    const { department } = await aTicket();
    const raw = `From: a@example.com\r\nFrom: b@example.com\r\nTo: ${department.address}\r\nSubject: Two\r\n\r\nhi`;
    const message = await inbound.send({ raw, envelope: { from: 'a@example.com', to: [department.address] } });
    expect(message).toMatchObject({
      status: 'SUSPENDED',
      suspended_by: 'malformed',
      error: 'The message has more than one From header: a@example.com, b@example.com.',
      from_address: 'a@example.com',
      subject: 'Two',
      department_id: department.id,
    });
    const blob = await inbound.desk.db
      .selectFrom('blob')
      .select('content')
      .where('sha256', '=', message.raw_sha256)
      .executeTakeFirstOrThrow();
    expect(blob.content.toString()).toContain('From: b@example.com');
  });

  it('suspends what says it is from the desk itself', async () => {
    const { department } = await aTicket();
    const message = await inbound.send({
      from: department.address,
      to: department.address,
      subject: 'x',
      text: 'y',
      headers,
    });
    expect(message).toMatchObject({
      status: 'SUSPENDED',
      suspended_by: 'malformed',
      error: expect.stringContaining('an address of the desk itself'),
    });
  });

  it('suspends over the soft limit and rejects over the hard one', async () => {
    const department = await aDepartment(inbound.desk, {
      slug: `busy-${v7().slice(-12)}`,
      policy: (policy) => Object.assign(policy.mail, { hourlySoft: 2, hourlyHard: 3 }),
    });
    const from = fresh('busy');
    const statuses: string[] = [];
    for (let at = 0; at < 4; at += 1) {
      statuses.push(
        (await inbound.send({ from, to: department.address, subject: `n ${at}`, text: `n ${at}`, headers })).status,
      );
    }
    expect(statuses).toEqual(['DONE', 'DONE', 'SUSPENDED', 'REJECTED']);
  });
});
