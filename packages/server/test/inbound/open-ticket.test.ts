import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processMessage } from '../../src/features/inbound/index.ts';
import { aDepartment } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket, fresh } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

const headers = PROOF;
const aTicket = (given?: Parameters<typeof aMailedTicket>[1]) => aMailedTicket(inbound, given);

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

  it.each([
    ['', '屋根から水が漏れています。どうしたらよいでしょうか。', 'ja'],
    ['', 'Dobrý den, ze střechy teče voda a nevím, co dělat. Děkuji za odpověď.', 'cs'],
    ['cs-CZ', 'It leaks.', 'cs'],
    ['', 'Il tetto perde.', null],
  ])('notes in which language to answer its new author: %j, %j', async (said, text, language) => {
    const { slug, address } = await aDepartment(inbound.desk, { slug: `claims-${v7().slice(-8)}` });
    const from = `new-${slug}@example.com`;
    const more = said ? { 'Content-Language': said } : {};
    await inbound.send({
      from,
      to: address,
      cc: `cc-${slug}@example.com`,
      subject: 'Roof',
      text,
      headers: { ...PROOF, ...more },
    });
    const people = await inbound.desk.db
      .selectFrom('person')
      .innerJoin('address', 'address.person_id', 'person.id')
      .select(['canonical', 'language'])
      .where('canonical', 'like', `%-${slug}@example.com`)
      .orderBy('canonical', 'desc')
      .execute();
    expect(people.map((person) => person.language)).toEqual([language, null]);
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
