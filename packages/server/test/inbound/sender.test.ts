import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDepartment } from '../support/people.ts';
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
const warningsOf = (ticketId: string) =>
  inbound.desk.db.selectFrom('warning').select(['kind', 'message']).where('ticket_id', '=', ticketId).execute();

describe('who sent it', () => {
  const policyHeader = (result: string, domain = 'example.com', host = 'mx.test') => ({
    'Authentication-Results': `${host}; dmarc=${result} header.from=${domain}`,
  });

  it.each([
    ['a pass by the relay', policyHeader('pass (p=none)'), 'PROVEN'],
    ['nothing', {}, 'LIKELY'],
    ['a failure that the domain does not enforce', policyHeader('fail (p=none dis=none)'), 'LIKELY'],
    ['a failure that it does', policyHeader('fail (p=reject dis=quarantine)'), 'UNPROVEN'],
    ['a pass of another host', policyHeader('pass', 'example.com', 'mx.elsewhere'), 'LIKELY'],
    ['a pass for another domain', policyHeader('pass', 'evil.example'), 'LIKELY'],
  ])('%s', async (_, given, confidence) => {
    const { department } = await aTicket();
    const message = await inbound.send({
      from: fresh('rita'),
      to: department.address,
      subject: 'x',
      text: 'y',
      headers: given,
    });
    expect(message).toMatchObject({ confidence });
  });

  it('believes the relay alone, not what stands below a Received header', async () => {
    const { department } = await aTicket();
    const from = fresh('rita');
    const rest = `From: ${from}\r\nTo: ${department.address}\r\nSubject: x\r\n\r\ny`;
    const pass = 'Authentication-Results: mx.test; dmarc=pass header.from=example.com\r\n';
    const fail = 'Authentication-Results: mx.test; dmarc=fail (p=reject) header.from=example.com\r\n';
    const received = 'Received: from a by b; Mon, 2 Nov 2026 10:00:00 +0000\r\n';
    const confidenceOf = async (top: string) =>
      (
        await inbound.send({
          raw: `Message-ID: <${v7()}@x>\r\n${top}${rest}`,
          envelope: { from, to: [department.address] },
        })
      ).confidence;
    expect(await confidenceOf(`${received}${pass}`)).toBe('PROVEN');
    expect(await confidenceOf(`${received}${received}${pass}`)).toBe('LIKELY');
    expect(await confidenceOf(`${received}X-Other: 1\r\n${pass}`)).toBe('LIKELY');
    expect(await confidenceOf(`${fail}${received}${pass}`)).toBe('UNPROVEN');
    expect(await confidenceOf(`${fail}${pass}${received}`)).toBe('UNPROVEN');
  });

  it('believes nobody where no relay is configured', async () => {
    const alone = await inboundDesk({ TRUSTED_RELAYS: '10.0.0.0/8=mx.test' });
    try {
      const { address } = await aDepartment(alone.desk, { slug: 'claims' });
      expect(
        await alone.send({ from: 'rita@example.com', to: address, subject: 'x', text: 'y', headers }),
      ).toMatchObject({ confidence: 'LIKELY' });
    } finally {
      await alone.close();
    }
  });

  it("no longer believes a staff member's reply address that people outside have seen", async () => {
    const { ticketId, agent, rita, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, agent.id, department.address);
    const first = await inbound.send({ from: agent.address!, to: [address, rita], subject: 'Re', text: 'Dear Rita' });
    expect(first).toMatchObject({ confidence: 'PROVEN' });
    const second = await inbound.send({ from: agent.address!, to: address, subject: 'Re', text: 'public words' });
    expect(second).toMatchObject({ confidence: 'LIKELY' });
    expect(await last(ticketId)).toMatchObject({ visibility: 'INTERNAL' });
    const proven = await inbound.send({ from: agent.address!, to: address, subject: 'Re', text: 'really me', headers });
    expect(proven).toMatchObject({ confidence: 'PROVEN' });
  });

  it("believes a customer's reply address as long as everybody who knows it takes part in the ticket", async () => {
    const { ticketId, rita, ritaId, carl, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    const mail = { from: rita, to: address, cc: carl, subject: 'Re' };
    expect(await inbound.send({ ...mail, text: 'one' })).toMatchObject({ confidence: 'PROVEN' });
    expect(await inbound.send({ ...mail, text: 'two' })).toMatchObject({ confidence: 'PROVEN' });
    await inbound.desk.db.deleteFrom('cc').where('ticket_id', '=', ticketId).execute();
    const third = await inbound.send({ ...mail, text: 'three' });
    expect(third).toMatchObject({ confidence: 'LIKELY' });
    expect(await inbound.ccAddresses(ticketId)).toEqual([]);
    expect(await inbound.send({ ...mail, text: 'four', headers })).toMatchObject({ confidence: 'PROVEN' });
  });

  it('keeps a mail internal whose Reply-To is a staff address while From is not', async () => {
    const { ticketId, rita, ritaId, agent, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    await inbound.send({ from: rita, replyTo: agent.address!, to: address, subject: 'Re', text: 'hello', headers });
    const comment = await last(ticketId);
    expect(comment).toMatchObject({ visibility: 'INTERNAL', decision: { rule: 'sender-unproven' } });
    expect(comment.flags).toEqual(expect.arrayContaining(['UNVERIFIED_SENDER', 'REPLY_TO_DIFFERS']));
    expect(await warningsOf(ticketId)).toMatchObject([{ kind: 'UNVERIFIED_SENDER' }]);
  });
});
