import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processMessage } from '../../src/features/inbound/process-message.ts';
import { createTicket, lockTickets, mergeTickets } from '../../src/features/tickets/index.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket } from './inbound-scene.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk();
});
afterAll(() => inbound.close());

/** Rita's ticket by mail, merged into Mia's, and that one into a third of Mia's. */
async function aChain(policy: 'UNION_PLUS_OLD_REQUESTER' | 'NONE' = 'UNION_PLUS_OLD_REQUESTER') {
  const scene = await aMailedTicket(inbound, { policy: (given) => (given.merge.ccPolicy = policy) });
  const { desk } = inbound;
  const mia = await inbound.customer('Mia');
  const open = async (subject: string) =>
    (await createTicket(desk, mia, { departmentId: scene.department.id, subject, body: 'Hello.' })).ticketId;
  const [middle, end] = [await open('Middle'), await open('End')];
  const replyTo = await inbound.replyAddress(scene.ticketId, scene.ritaId, scene.department.address);
  await mergeTickets(desk, scene.agent, { sourceId: scene.ticketId, targetId: middle });
  await mergeTickets(desk, scene.agent, { sourceId: middle, targetId: end });
  const mail = {
    from: scene.rita,
    to: replyTo,
    cc: mia.address!,
    subject: 'Re: Roof',
    text: 'Me again',
    headers: PROOF,
  };
  return { ...scene, mia, middle, end, replyTo, mail };
}

describe('mail to a merged ticket', () => {
  it('goes to the one that goes on by the signed address, and proves its owner there', async () => {
    const { mail, end } = await aChain();
    const message = await inbound.send({ ...mail, headers: {} });
    expect(message).toMatchObject({ status: 'DONE', ticket_id: end, confidence: 'PROVEN' });
    expect((await inbound.comments(end)).at(-1)).toMatchObject({ body_text: 'Me again', visibility: 'PUBLIC' });
  });

  it('by the message it answers, by a token in its text, and by the number in its subject', async () => {
    const { mail, department, messageId, replyTo, ticketId, end } = await aChain();
    const { number } = await inbound.ticket(ticketId);
    const to = department.address;
    const ways = [
      { ...mail, to, inReplyTo: messageId },
      { ...mail, to, references: [messageId] },
      { ...mail, to, text: `Me again\n\nOn Monday, ${replyTo} wrote:\n> Hello` },
      { ...mail, to, subject: `Re: [#${number}] Roof` },
    ];
    for (const way of ways) expect((await inbound.send(way)).ticket_id).toBe(end);
    expect(await inbound.comments(end)).toHaveLength(2 + ways.length);
    expect(await inbound.ticket(ticketId)).toMatchObject({ status: 'CLOSED' });
  });

  it('is judged by who takes part there', async () => {
    const { mail, end, rita } = await aChain('NONE');
    expect(await inbound.ccAddresses(end)).toEqual([]);
    const message = await inbound.send(mail);
    expect(message).toMatchObject({ ticket_id: end, decision: { rule: 'outsider-identified' } });
    const [warning] = await inbound.desk.db.selectFrom('warning').select('kind').where('ticket_id', '=', end).execute();
    expect(warning).toEqual({ kind: 'THIRD_PARTY_REPLY' });
    expect(await inbound.ccAddresses(end)).not.toContain(rita);
  });

  it('finds it also when the merge comes between routing and writing', async () => {
    const { desk } = inbound;
    const { department, ticketId, ritaId, rita, agent } = await aMailedTicket(inbound);
    const { ticketId: targetId } = await createTicket(desk, agent, {
      departmentId: department.id,
      subject: 'Target',
      body: 'Hello.',
    });
    const replyTo = await inbound.replyAddress(ticketId, ritaId, department.address);
    const id = await inbound.store({ from: rita, to: replyTo, subject: 'Re: Roof' });
    const waiting = async (wanted: number) => {
      for (let count = -1; count < wanted;) {
        const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_locks l
          join pg_database d on d.oid = l.database and d.datname = current_database()
          where l.locktype = 'advisory' and not l.granted`.execute(desk.db);
        count = rows[0]!.count;
      }
    };
    const work = await desk.db.transaction().execute(async (trx) => {
      await lockTickets(trx, [ticketId]);
      const merged = mergeTickets(desk, agent, { sourceId: ticketId, targetId });
      await waiting(1);
      const processed = processMessage(desk, { inboundMessageId: id });
      await waiting(2);
      return { merged, processed };
    });
    await Promise.all([work.merged, work.processed]);
    expect(await inbound.row(id)).toMatchObject({ status: 'DONE', ticket_id: targetId, attempts: 1 });
    expect((await inbound.comments(ticketId)).map(({ body_text }) => body_text)).not.toContain('hi');
  });
});
