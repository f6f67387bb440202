import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTicketState } from '../../src/features/tickets/index.ts';
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

describe('a mail on a ticket', () => {
  it('is public and live when the requester answers by their address, and opens the ticket', async () => {
    const { ticketId, rita, ritaId, carl, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    const message = await inbound.send({
      from: rita,
      to: address,
      cc: carl,
      subject: 'Re: Roof',
      text: 'Still leaks\n\nOn Monday Claims wrote:\n> hello',
    });
    expect(message).toMatchObject({ ticket_id: ticketId, confidence: 'PROVEN' });
    expect(await last(ticketId)).toMatchObject({
      visibility: 'PUBLIC',
      body_text: 'Still leaks',
      decision: { rule: 'customer' },
    });
    expect((await last(ticketId)).quoted_text).toContain('hello');
    expect(await inbound.ticket(ticketId)).toMatchObject({ status: 'OPEN' });
    const events = await inbound.desk.db
      .selectFrom('event')
      .select(['type', 'seq', 'data'])
      .where('ticket_id', '=', ticketId)
      .orderBy('seq')
      .execute();
    expect(events.map(({ type }) => type)).toEqual([
      'ticket.created',
      'comment.added',
      'cc.added',
      'comment.added',
      'ticket.changed',
    ]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is internal with a warning when a stranger answers, who becomes no CC', async () => {
    const { ticketId, ritaId, department, carl } = await aTicket();
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    const stranger = fresh('xaver');
    const message = await inbound.send({
      from: stranger,
      to: address,
      cc: fresh('friend'),
      subject: 'Re: Roof',
      text: 'I know better',
      headers,
    });
    expect(message).toMatchObject({ status: 'DONE', ticket_id: ticketId });
    const comment = await last(ticketId);
    expect(comment).toMatchObject({
      visibility: 'INTERNAL',
      flags: ['THIRD_PARTY'],
      told: [],
      decision: { rule: 'outsider-identified' },
    });
    expect(comment.author_id).not.toBeNull();
    expect(await warningsOf(ticketId)).toMatchObject([{ kind: 'THIRD_PARTY_REPLY' }]);
    expect(await inbound.ccAddresses(ticketId)).toEqual([carl]);
    expect(await inbound.ticket(ticketId)).toMatchObject({ status: 'NEW' });
  });

  it('finds its ticket by In-Reply-To, References, Thread-Index and a token in the quoted text', async () => {
    const { ticketId, rita, ritaId, messageId, department } = await aTicket();
    const mail = { from: rita, to: department.address, subject: 'Re: Roof', headers };
    const conversation = Buffer.alloc(22, v7()).toString('base64');
    const ways = [
      { inReplyTo: messageId, headers: { ...headers, 'Thread-Index': conversation } },
      { references: [`<${v7()}@x>`, messageId, `<${v7()}@x>`] },
      {
        headers: {
          ...headers,
          'Thread-Index': Buffer.concat([Buffer.from(conversation, 'base64'), Buffer.alloc(5, 1)]).toString('base64'),
        },
      },
    ];
    for (const [at, way] of ways.entries()) {
      expect(await inbound.send({ ...mail, text: `way ${at}`, ...way })).toMatchObject({ ticket_id: ticketId });
    }
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    const quoting = await inbound.send({ ...mail, text: `Here\n\n-----Original Message-----\nFrom: ${address}\nold` });
    expect(quoting).toMatchObject({ ticket_id: ticketId });
    expect(await inbound.comments(ticketId)).toHaveLength(5);
  });

  it('finds it by the number in the subject for those who take part alone', async () => {
    const { ticketId, rita, department } = await aTicket();
    const { number } = await inbound.ticket(ticketId);
    const mail = { to: department.address, subject: `about [#${number}]`, text: 'hi', headers };
    expect(await inbound.send({ ...mail, from: rita })).toMatchObject({ ticket_id: ticketId });
    const stranger = await inbound.send({ ...mail, from: fresh('xaver') });
    expect(stranger.ticket_id).not.toBe(ticketId);
    expect(stranger).toMatchObject({ status: 'DONE', decision: { rule: 'customer' } });
  });

  it('drops a CC whom a reply to all leaves out, and nobody by a plain reply', async () => {
    const { ticketId, rita, ritaId, carl, department, messageId } = await aTicket();
    const dora = fresh('dora');
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    const named = `<${v7()}@example.com>`;
    await inbound.send({
      from: rita,
      to: address,
      cc: [carl, dora],
      subject: 'Re',
      text: 'Dora too',
      inReplyTo: messageId,
      messageId: named,
      headers,
    });
    expect(await inbound.ccAddresses(ticketId)).toEqual([carl, dora].toSorted());
    await inbound.send({ from: rita, to: address, subject: 'Re', text: 'plain', inReplyTo: named, headers });
    expect(await inbound.ccAddresses(ticketId)).toEqual([carl, dora].toSorted());
    await inbound.send({
      from: rita,
      to: address,
      cc: dora,
      subject: 'Re',
      text: 'without Carl',
      inReplyTo: named,
      headers,
    });
    expect(await inbound.ccAddresses(ticketId)).toEqual([dora]);
  });

  it('lists who was not copied, with the reason', async () => {
    const { ticketId, rita, ritaId, carl, department } = await aTicket({
      policy: (policy) => Object.assign(policy.cc, { maxPerTicket: 1 }),
    });
    const dora = fresh('dora');
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    await inbound.send({ from: rita, to: address, cc: [carl, dora], subject: 'Re', text: 'Dora too', headers });
    expect((await last(ticketId)).not_copied).toMatchObject([{ address: dora, reason: 'LIMIT' }]);
    expect(await inbound.ccAddresses(ticketId)).toEqual([carl]);
  });

  it('obeys commands of proven staff and takes them out; to others they are text', async () => {
    const { ticketId, rita, ritaId, agent, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, agent.id, department.address);
    await inbound.send({
      from: agent.address!,
      to: address,
      subject: 'Re',
      text: '#note\nKeep this to us',
      html: '<p>#note</p><p>Keep this to us</p>',
    });
    expect(await last(ticketId)).toMatchObject({
      visibility: 'INTERNAL',
      body_text: 'Keep this to us',
      body_html: null,
      decision: { rule: 'note-command' },
    });
    const ritas = await inbound.replyAddress(ticketId, ritaId, department.address);
    await inbound.send({ from: rita, to: ritas, subject: 'Re', text: '#note\nhello' });
    expect(await last(ticketId)).toMatchObject({ visibility: 'PUBLIC', body_text: '#note\nhello' });
  });

  it('keeps what repeats an internal note internal', async () => {
    const { ticketId, agent, department } = await aTicket({
      policy: (policy) => Object.assign(policy.followers, { autoFollowReplyingAgent: false }),
    });
    const signature = 'Kind regards,\nAda Lovelace\nSenior Claims Handler\nDesk Insurance, 12 Roof Street, London';
    const below = 'Insured: Rita Novak\nPolicy: 4711-0815-2342-9999, flagged since March';
    const secret = 'The assessor believes that the claim is inflated by at least ten thousand';
    await changeTicketState(inbound.desk, ticketId, {}, (state) => {
      const commentId = v7();
      const comment = {
        id: commentId,
        authorId: agent.id,
        visibility: 'INTERNAL' as const,
        bodyText: `${secret}\n\n----------\n${below}\n\n${signature}`,
        via: 'CONSOLE' as const,
        told: [],
      };
      return {
        ticketId,
        expectSeq: state.seq,
        actorId: agent.id,
        comment,
        events: [{ type: 'comment.added', public: false, data: { commentId } }],
      };
    });
    const address = await inbound.replyAddress(ticketId, agent.id, department.address);
    await inbound.send({
      from: agent.address!,
      to: address,
      subject: 'Re',
      text: `We will look.\n\nOn Monday Bob wrote:\n> ${secret}`,
    });
    expect(await last(ticketId)).toMatchObject({ visibility: 'INTERNAL', decision: { rule: 'repeats-internal' } });
    await inbound.send({ from: agent.address!, to: address, subject: 'Re', text: `We know:\n${below}` });
    expect(await last(ticketId)).toMatchObject({ visibility: 'INTERNAL', decision: { rule: 'repeats-internal' } });
    // The signature of a note is none of what it says.
    const text = `We will look.\n\n${signature}`;
    await inbound.send({ from: agent.address!, to: address, subject: 'Re', text });
    expect(await last(ticketId)).toMatchObject({ visibility: 'PUBLIC', decision: { rule: 'otherwise' } });
    expect(await inbound.ticket(ticketId)).toMatchObject({ status: 'ANSWERED' });
  });

  it('makes a replying agent a follower', async () => {
    const { ticketId, agent, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, agent.id, department.address);
    await inbound.send({ from: agent.address!, to: address, subject: 'Re', text: 'We will look.' });
    const followers = await inbound.desk.db
      .selectFrom('follower')
      .select(['person_id', 'added_via', 'cause'])
      .where('ticket_id', '=', ticketId)
      .execute();
    expect(followers).toMatchObject([
      { person_id: agent.id, added_via: 'RULE', cause: { rule: 'replying-agent-follows' } },
    ]);
  });

  it('keeps order and counts when many mails arrive for one ticket', async () => {
    const { ticketId, rita, ritaId, department } = await aTicket({
      policy: (policy) => Object.assign(policy.mail, { hourlySoft: 500, hourlyHard: 900 }),
    });
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        inbound.hand({ from: rita, to: address, subject: 'Re', text: `number ${at}` }),
      ),
    );
    const settled = await Promise.all(ids.map((id) => inbound.settled(id)));
    expect(settled.map(({ status, error }) => [status, error])).toEqual(ids.map(() => ['DONE', null]));
    expect(await inbound.comments(ticketId)).toHaveLength(21);
    const ticket = await inbound.ticket(ticketId);
    const events = await inbound.desk.db
      .selectFrom('event')
      .select('seq')
      .where('ticket_id', '=', ticketId)
      .orderBy('seq')
      .execute();
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: ticket.seq }, (_, at) => at + 1));
  });
});
