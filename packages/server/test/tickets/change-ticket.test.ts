import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTicket, createTicket, loadTicketState } from '../../src/features/tickets/index.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { aTicketScene, refusalOf } from '../support/a-ticket.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

describe('changing a ticket', () => {
  it('tells customers of status and subject, not of the assignee', async () => {
    const { ticketId, ada } = await aTicketScene(desk);
    await changeTicket(desk, ada, { ticketId, status: 'ON_HOLD', subject: 'Roof', assigneeId: ada.id });
    const events = await desk.db
      .selectFrom('event')
      .select(['public_seq', 'data'])
      .where('ticket_id', '=', ticketId)
      .orderBy('seq')
      .execute();
    expect(events.slice(-2)).toEqual([
      {
        public_seq: 3,
        data: { changed: { subject: { from: null, to: null }, status: { from: 'NEW', to: 'ON_HOLD' } } },
      },
      { public_seq: null, data: { changed: { assignee: { from: null, to: ada.id } }, via: 'API' } },
    ]);
  });

  it.each([
    ['an empty subject', { subject: ' ' }, 'INVALID', 'subject'],
    ['a subject that is a letter', { subject: 'x'.repeat(501) }, 'INVALID', 'subject'],
    ['New again', { status: 'NEW' }, 'INVALID', 'status'],
    ['an old seq', { status: 'SOLVED', expectSeq: 1 }, 'STALE', 'expectSeq'],
    ['an unknown department', { departmentId: '00000000-0000-0000-0000-000000000001' }, 'NOT_FOUND', 'departmentId'],
  ] as const)('refuses %s', async (_, input, code, field) => {
    const { ticketId, ada } = await aTicketScene(desk);
    await changeTicket(desk, ada, { ticketId, status: 'OPEN' });
    expect(await refusalOf(changeTicket(desk, ada, { ticketId, ...input }))).toEqual([{ code, field }]);
  });

  it('assigns only to agents of the department', async () => {
    const { ticketId, ada, otto, lee, rita } = await aTicketScene(desk);
    for (const person of [otto, lee, rita]) {
      expect(await refusalOf(changeTicket(desk, ada, { ticketId, assigneeId: person.id }))).toEqual([
        { code: 'INVALID', field: 'assigneeId' },
      ]);
    }
  });

  it('moving to another department takes an assignee off who is not of it, and moves its warnings', async () => {
    const { ticketId, ada, department } = await aTicketScene(desk);
    const billing = await aDepartment(desk, { slug: 'billing-move' });
    const root = await aPerson(desk, { name: 'Root', role: 'ADMIN' });
    await changeTicket(desk, ada, { ticketId, assigneeId: ada.id });
    await desk.db
      .insertInto('warning')
      .values({ ticket_id: ticketId, department_id: department.id, kind: 'THIRD_PARTY_REPLY', message: 'x' } as never)
      .execute();
    await changeTicket(desk, root, { ticketId, departmentId: billing.id });
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ department: { id: billing.id }, assignee: null });
    const warning = await desk.db
      .selectFrom('warning')
      .select('department_id')
      .where('ticket_id', '=', ticketId)
      .executeTakeFirst();
    expect(warning?.department_id).toBe(billing.id);
    expect((await refusalOf(changeTicket(desk, ada, { ticketId, status: 'OPEN' })))[0]?.code).toBe('NOT_FOUND');
  });
});

describe('opening a ticket', () => {
  it('for a customer who is new: requester and CC become people, each told as the rules say', async () => {
    const { ada, department } = await aTicketScene(desk);
    const created = await createTicket(desk, ada, {
      departmentId: department.id,
      subject: 'Call back',
      body: 'As we said on the phone …',
      requester: { email: 'new.requester@example.com', name: 'Nora New' },
      ccs: [{ email: 'new.cc@example.com' }],
      assigneeId: ada.id,
    });
    expect(await loadTicketState(desk.db, created.ticketId)).toMatchObject({
      requester: { name: 'Nora New', address: 'new.requester@example.com', role: 'END_USER' },
      ccs: [{ address: 'new.cc@example.com' }],
      assignee: { id: ada.id },
    });
    const comment = await desk.db
      .selectFrom('comment')
      .select('told')
      .where('ticket_id', '=', created.ticketId)
      .executeTakeFirstOrThrow();
    expect(comment.told.map(({ address }) => address)).toEqual(['new.requester@example.com', 'new.cc@example.com']);
  });

  it('happens once per clientKey', async () => {
    const { ada, department } = await aTicketScene(desk);
    const input = { departmentId: department.id, subject: 'Once', body: 'x', clientKey: 'k' };
    const first = await createTicket(desk, ada, input);
    expect((await createTicket(desk, ada, input)).ticketId).toBe(first.ticketId);
  });

  it('names the place of a requester who cannot be one; customers ask for themselves alone', async () => {
    const { ada, rita, department } = await aTicketScene(desk);
    const input = { departmentId: department.id, subject: 'x', body: 'x', requester: { email: 'nope' } };
    expect(await refusalOf(createTicket(desk, ada, input))).toEqual([{ code: 'INVALID', field: 'requester.email' }]);
    const forOther = createTicket(desk, rita, { ...input, requester: { email: 'somebody.else@example.com' } });
    expect(await refusalOf(forOther)).toEqual([{ code: 'FORBIDDEN', field: 'requester' }]);
    const own = await createTicket(desk, rita, { ...input, requester: { id: rita.id } });
    expect(await loadTicketState(desk.db, own.ticketId)).toMatchObject({ requester: { id: rita.id } });
  });

  it('has a subject of one line', async () => {
    const { ada, department } = await aTicketScene(desk);
    const { ticketId } = await createTicket(desk, ada, {
      departmentId: department.id,
      subject: ' a\r\n b ',
      body: 'x',
    });
    const { subject } = await desk.db
      .selectFrom('ticket')
      .select('subject')
      .where('id', '=', ticketId)
      .executeTakeFirstOrThrow();
    expect(subject).toBe('a b');
  });

  it('is refused in another department, and with a support address as requester', async () => {
    const { otto, ada, department } = await aTicketScene(desk);
    const input = { departmentId: department.id, subject: 'x', body: 'x', requester: { email: 'a@example.com' } };
    expect((await refusalOf(createTicket(desk, otto, input)))[0]?.code).toBe('NOT_FOUND');
    const own = { ...input, requester: { email: department.address } };
    expect(await refusalOf(createTicket(desk, ada, own))).toEqual([{ code: 'INVALID', field: 'requester.email' }]);
  });
});
