import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTicketState } from '../../src/features/tickets/index.ts';
import { processMessage } from '../../src/features/inbound/index.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

const headers = PROOF;
const fresh = (name: string) => `${name}-${v7().slice(-12)}@example.com`;

/** A ticket of Rita's with Carl as CC, opened by mail, and an agent of its department. */
async function aTicket(given: { policy?: Parameters<typeof aDepartment>[1]['policy'] } = {}) {
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
    headers,
    messageId,
  });
  const ticketId = message.ticket_id!;
  const { requester_id: ritaId } = await inbound.ticket(ticketId);
  const agent = await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  return { department, rita, carl, ritaId, ticketId, messageId, message, agent };
}

const last = async (ticketId: string) => (await inbound.comments(ticketId)).at(-1)!;
const warningsOf = (ticketId: string) =>
  inbound.desk.db.selectFrom('warning').select(['kind', 'message']).where('ticket_id', '=', ticketId).execute();

describe('a mail that opens a ticket', () => {
  it('makes the requester, the CCs, the comment and its decision, once', async () => {
    const { message, ticketId, rita, carl } = await aTicket();
    expect(message).toMatchObject({ status: 'DONE', confidence: 'PROVEN', error: null, attempts: 1 });
    expect(await inbound.ticket(ticketId)).toMatchObject({ subject: 'Roof', status: 'NEW' });
    expect(await inbound.ccAddresses(ticketId)).toEqual([carl]);
    const [comment, ...more] = await inbound.comments(ticketId);
    expect(more).toEqual([]);
    expect(comment).toMatchObject({
      visibility: 'PUBLIC',
      via: 'MAIL',
      body_text: 'It leaks',
      inbound_message_id: message.id,
    });
    expect(comment!.decision).toMatchObject({ outcome: 'PUBLIC', rule: 'customer', policyVersion: 1 });
    expect(comment!.told.map(({ address, mail }) => [address, mail])).toEqual([
      [rita, 'ACKNOWLEDGEMENT'],
      [carl, 'HISTORY'],
    ]);
    expect(inbound.desk.woken).toContainEqual([ticketId]);
  });

  it('doubles nothing when its job runs again, also at the same time', async () => {
    const { message, ticketId } = await aTicket();
    const before = await inbound.ticket(ticketId);
    await inbound.desk.db
      .updateTable('inbound_message')
      .set({ status: 'RECEIVED' })
      .where('id', '=', message.id)
      .execute();
    // The comment's unique key refuses a second application even where the row says that there was none.
    await processMessage(inbound.desk, { inboundMessageId: message.id }).catch(() => {});
    expect(await inbound.ticket(ticketId)).toEqual(before);
    const { address } = await aDepartment(inbound.desk, { slug: `twice-${v7().slice(-12)}` });
    const id = await inbound.hand({ from: fresh('rita'), to: address, subject: 'Once', text: 'Once' });
    await Promise.all(Array.from({ length: 4 }, () => processMessage(inbound.desk, { inboundMessageId: id })));
    const settled = await inbound.settled(id);
    expect(await inbound.comments(settled.ticket_id!)).toHaveLength(1);
    const tickets = await inbound.desk.db.selectFrom('ticket').select('id').where('subject', '=', 'Once').execute();
    expect(tickets).toHaveLength(1);
  });

  it('keeps attachments by their content', async () => {
    const { address } = await aDepartment(inbound.desk, { slug: `files-${v7().slice(-12)}` });
    const file = { filename: '../roof.txt', content: 'same bytes' };
    const message = await inbound.send({
      from: fresh('rita'),
      to: address,
      subject: 'Files',
      text: 'see',
      attachments: [file, { ...file, filename: 'again.txt' }],
    });
    const rows = await inbound.desk.db
      .selectFrom('attachment')
      .innerJoin('blob', (join) => join.onRef('blob.sha256', '=', 'attachment.sha256' as never))
      .select(['attachment.name', 'attachment.size', 'blob.content'])
      .where('comment_id', '=', message.comment_id!)
      .orderBy('name')
      .execute();
    expect(rows.map(({ name, size, content }) => [name, size, content.toString()])).toEqual([
      ['.._roof.txt', 10, 'same bytes'],
      ['again.txt', 10, 'same bytes'],
    ]);
  });

  it('goes to the department of the first support address in To, then Cc, then the envelope', async () => {
    const [first, second] = await Promise.all(
      ['one', 'two'].map((name) => aDepartment(inbound.desk, { slug: `${name}-${v7().slice(-12)}` })),
    );
    const sent = { from: fresh('rita'), text: 'hi' };
    expect(await inbound.send({ ...sent, subject: 'a', to: [second!.address, first!.address] })).toMatchObject({
      department_id: second!.id,
    });
    expect(
      await inbound.send({
        ...sent,
        subject: 'b',
        to: 'x@elsewhere.example',
        cc: first!.address,
        envelope: { from: sent.from, to: [second!.address] },
      }),
    ).toMatchObject({ department_id: first!.id });
    expect(
      await inbound.send({
        ...sent,
        subject: 'c',
        to: 'x@elsewhere.example',
        envelope: { from: sent.from, to: [second!.address] },
      }),
    ).toMatchObject({ department_id: second!.id });
  });

  it('is one message when it arrives by two paths, and two when its body differs', async () => {
    const { message, ticketId, rita, carl, department, messageId } = await aTicket();
    const mail = {
      from: `Rita <${rita}>`,
      to: department.address,
      cc: carl,
      subject: 'Roof',
      text: 'It leaks',
      messageId,
    };
    const again = await inbound.send({ ...mail, headers: { ...headers, 'X-Path': 'another' } });
    expect(again).toMatchObject({
      status: 'DONE',
      suspended_by: 'duplicate',
      ticket_id: ticketId,
      comment_id: message.comment_id,
    });
    expect(await inbound.comments(ticketId)).toHaveLength(1);
    const other = await inbound.send({ ...mail, text: 'Something else under the same id', headers });
    expect(other).toMatchObject({ status: 'DONE', suspended_by: null });
  });
});

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
    const secret = 'The assessor believes that the claim is inflated by at least ten thousand';
    await changeTicketState(inbound.desk, ticketId, {}, (state) => {
      const commentId = v7();
      const comment = {
        id: commentId,
        authorId: agent.id,
        visibility: 'INTERNAL' as const,
        bodyText: secret,
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
    await inbound.send({ from: agent.address!, to: address, subject: 'Re', text: 'We will look.' });
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
    const ours = `<${v7()}@localhost>`;
    const [{ id: outboundId }] = (await inbound.desk.db
      .insertInto('outbound_message')
      .values({
        event_id: '1',
        ticket_id: ticketId,
        comment_id: message.comment_id,
        person_id: ritaId,
        address: rita,
        told: '{}',
        headers: '{}',
        subject: 'Re',
        body_text: '',
        body_html: '',
        message_id: ours,
        status: 'SENT',
      } as never)
      .returning('id')
      .execute()) as [{ id: string }];
    const raw = `From: MAILER-DAEMON@mx.example\r\nTo: ${department.address}\r\nSubject: Undelivered\r\nMessage-ID: <${v7()}@mx>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${rita}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${ours}\r\n\r\nhi\r\n--b--\r\n`;
    const before = await inbound.comments(ticketId);
    const id = await inbound.hand({ raw, envelope: { from: '', to: [department.address] } });
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

describe('cost', () => {
  it('takes few statements to open a ticket and to answer one', async () => {
    const { ticketId, rita, ritaId, department } = await aTicket();
    const address = await inbound.replyAddress(ticketId, ritaId, department.address);
    for (const to of [department.address, address]) {
      const stored = await statementsOf(() => inbound.store({ from: rita, to, subject: 'few' }));
      const { result: id, statements: storing } = stored;
      const { statements } = await statementsOf(() => processMessage(inbound.desk, { inboundMessageId: id }));
      const ofQueue = (text: string) => /pgboss/.test(text);
      const ours = statements.filter((text) => !ofQueue(text));
      expect(await inbound.row(id)).toMatchObject({ status: 'DONE' });
      expect(storing.filter((text) => !ofQueue(text)).length).toBeLessThanOrEqual(3);
      expect(ours.length).toBeLessThanOrEqual(9);
    }
  });
});
