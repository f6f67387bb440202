import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTicketState, loadTicketState, writeTicket, type TicketPlan } from '../../src/features/tickets/index.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

async function aTicket() {
  const department = await aDepartment(desk, { slug: `claims-${v7().slice(-6)}` });
  const rita = await aPerson(desk, { name: 'Rita' });
  const ticketId = v7();
  const plan: TicketPlan = {
    ticketId,
    expectSeq: null,
    actorId: rita.id,
    create: {
      departmentId: department.id,
      subject: 'Roof',
      status: 'NEW',
      requesterId: rita.id,
      assigneeId: null,
      clientKey: null,
    },
    comment: comment(rita.id, 'PUBLIC'),
    events: [
      { type: 'ticket.created', public: true, data: {} },
      { type: 'comment.added', public: true, data: {} },
    ],
  };
  await writeTicket(desk.db, desk, plan);
  return { ticketId, rita, department };
}

function comment(authorId: string, visibility: 'PUBLIC' | 'INTERNAL') {
  return { id: v7(), authorId, visibility, bodyText: 'The roof leaks', via: 'API' as const, told: [] };
}

describe('writing a ticket', () => {
  it('writes rows and events in one statement, with gapless counts', async () => {
    const { ticketId, rita } = await aTicket();
    const carl = { id: v7(), name: 'Carl', address: `carl-${v7().slice(-6)}@example.com` };
    const { result, statements } = await statementsOf(() =>
      writeTicket(desk.db, desk, {
        ticketId,
        expectSeq: 2,
        actorId: rita.id,
        set: { status: 'OPEN' },
        newPeople: [carl],
        comment: comment(rita.id, 'INTERNAL'),
        addCcs: [{ personId: carl.id, via: 'API' }],
        events: [
          { type: 'comment.added', public: false, data: {} },
          { type: 'cc.added', public: true, data: { personId: carl.id } },
        ],
      }),
    );
    expect(statements).toHaveLength(1);
    expect(result).toMatchObject({ seq: 4, publicSeq: 3, status: 'OPEN' });
    expect(result?.events.map(({ seq, publicSeq }) => [seq, publicSeq])).toEqual([
      [3, null],
      [4, 3],
    ]);
    const state = await loadTicketState(desk.db, ticketId, { addresses: [carl.address] });
    expect(state).toMatchObject({
      seq: 4,
      publicSeq: 3,
      publicCommentCount: 1,
      ccs: [{ name: 'Carl', address: carl.address }],
    });
    expect(state?.given).toMatchObject([{ party: { id: carl.id }, addresses: [carl.address] }]);
  });

  it('writes nothing when the ticket has moved on', async () => {
    const { ticketId, rita } = await aTicket();
    const before = await desk.db.selectFrom('event').select('id').execute();
    const result = await writeTicket(desk.db, desk, {
      ticketId,
      expectSeq: 1,
      actorId: rita.id,
      comment: comment(rita.id, 'PUBLIC'),
      newPeople: [{ id: v7(), name: 'Nobody', address: 'nobody@example.com' }],
      events: [{ type: 'comment.added', public: true, data: {} }],
    });
    expect(result).toBeNull();
    expect(await desk.db.selectFrom('event').select('id').execute()).toHaveLength(before.length);
    expect(
      await desk.db.selectFrom('address').select('canonical').where('canonical', '=', 'nobody@example.com').execute(),
    ).toEqual([]);
  });

  it('gives every concurrent writer its turn, and the log one order', async () => {
    const { ticketId, rita } = await aTicket();
    const write = () =>
      changeTicketState(desk, ticketId, {}, (state) => ({
        ticketId,
        expectSeq: state.seq,
        actorId: rita.id,
        comment: comment(rita.id, 'PUBLIC'),
        events: [{ type: 'comment.added', public: true, data: {} }],
      }));
    await Promise.all(Array.from({ length: 40 }, write));
    const rows = await desk.db
      .selectFrom('event')
      .select(['seq', 'public_seq'])
      .where('ticket_id', '=', ticketId)
      .orderBy('epoch')
      .orderBy('xid')
      .orderBy('id')
      .execute();
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
    expect(rows.map((row) => row.public_seq)).toEqual(rows.map((row) => row.seq));
  });
});

describe('what the database itself refuses', () => {
  it('two owners of one canonical address', async () => {
    const rita = await aPerson(desk, { name: 'Rita' });
    await expect(aPerson(desk, { name: 'Impostor', address: rita.address! })).rejects.toThrow(/address_pkey/);
    const { address } = await aDepartment(desk, { slug: 'owners' });
    await expect(aPerson(desk, { name: 'Impostor', address })).rejects.toThrow(/address_pkey/);
  });

  it('an internal comment made public', async () => {
    const { ticketId, rita } = await aTicket();
    const note = comment(rita.id, 'INTERNAL');
    await changeTicketState(desk, ticketId, {}, (state) => ({
      ticketId,
      expectSeq: state.seq,
      actorId: rita.id,
      comment: note,
      events: [{ type: 'comment.added', public: false, data: { commentId: note.id } }],
    }));
    await expect(
      desk.db.updateTable('comment').set({ visibility: 'PUBLIC' }).where('id', '=', note.id).execute(),
    ).rejects.toThrow(/never made public/);
  });

  it('a seq used twice, and a CC twice', async () => {
    const { ticketId, rita } = await aTicket();
    await expect(
      desk.db
        .insertInto('event')
        .values({ epoch: 1, ticket_id: ticketId, seq: 1, type: 'ticket.changed' } as never)
        .execute(),
    ).rejects.toThrow(/event_ticket_seq/);
    const twice = { ticket_id: ticketId, person_id: rita.id, added_via: 'API' } as never;
    await desk.db.insertInto('cc').values(twice).execute();
    await expect(desk.db.insertInto('cc').values(twice).execute()).rejects.toThrow(/cc_pkey/);
  });
});
