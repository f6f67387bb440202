import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  changeTrigger,
  createTrigger,
  deleteTrigger,
  placeTriggersCursor,
  runTriggers,
} from '../../src/features/triggers/index.ts';
import { changeTicket } from '../../src/features/tickets/index.ts';
import { bulkDemo } from '../../src/demo/bulk-demo.ts';
import { readable } from '../support/readable.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { aTriggerScene, runAll, type TriggerScene } from './trigger-scene.ts';

let desk: TestDesk;
let t: TriggerScene;
beforeAll(async () => {
  desk = await testDesk();
  await placeTriggersCursor(desk.db, desk.epoch);
});
beforeEach(async () => {
  t = await aTriggerScene(desk);
});
afterAll(() => desk.close());

const solved = [{ field: 'STATUS', is: 'IS', values: ['SOLVED'] }] as const;
const close = [{ kind: 'SET_STATUS', values: ['CLOSED'] }] as const;
const closesSolved = () => t.trigger(['TIME'], [...close], [...solved], { hours: 96, since: 'STATUS_CHANGED' });

/** When its automations act on the ticket, in hours from what they count from; "done" when they have. */
async function due(): Promise<(string | number)[]> {
  const { rows } = await sql<{ hours: number; done: boolean }>`
    select round(extract(epoch from d.due_at - now()) / 3600)::int as hours, d.done
    from automation_due d where d.ticket_id = ${t.ticketId} order by d.due_at`.execute(desk.db);
  return rows.map(({ hours, done }) => (done ? 'done' : hours));
}

const passTime = (hours: number) =>
  sql`update automation_due set due_at = due_at - ${hours} * interval '1 hour' where ticket_id = ${t.ticketId} and not done`.execute(
    desk.db,
  );

describe('when an automation is due', () => {
  it('waits while its conditions hold, and acts once when the time has come', async () => {
    await closesSolved();
    await runAll(desk);
    expect(await due()).toEqual([]);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    expect(await due()).toEqual([96]);
    await passTime(95);
    await runAll(desk);
    expect((await t.state()).status).toBe('SOLVED');
    await passTime(1);
    await runAll(desk);
    await runAll(desk);
    expect((await t.state()).status).toBe('CLOSED');
    expect(await due()).toEqual(['done']);
    expect(await t.done()).toHaveLength(1);
  });

  it('has acted once, whatever else happens, as long as what it counts from stays', async () => {
    await t.trigger(['TIME'], [{ kind: 'NOTIFY', values: ['REQUESTER'] }], [], { hours: 24, since: 'CREATED' });
    await runAll(desk);
    await passTime(24);
    await runAll(desk);
    expect(await t.done()).toHaveLength(1);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, subject: 'Roof, again' });
    await runAll(desk);
    expect([await t.done(), await due()]).toMatchObject([[{ type: 'trigger.notified' }], ['done']]);
  });

  it('no longer waits when its conditions do not hold any more, and begins anew when they do', async () => {
    await closesSolved();
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    await passTime(50);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'OPEN' });
    await runAll(desk);
    expect(await due()).toEqual([]);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    expect(await due()).toEqual([96]);
  });

  it('looks at the conditions again when it acts', async () => {
    await closesSolved();
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    await passTime(100);
    // Not by an operation: the log says nothing of it.
    await sql`update ticket set status = 'OPEN' where id = ${t.ticketId}`.execute(desk.db);
    await runAll(desk);
    expect(await t.done()).toEqual([]);
    expect(await due()).toEqual([]);
  });

  it.each([
    ['CREATED', 47],
    ['UPDATED', 48],
    ['ASSIGNED', 48],
    ['STATUS_CHANGED', 47],
  ] as const)('counts from %s', async (since, hours) => {
    await sql`update ticket set created_at = now() - interval '1 hour' where id = ${t.ticketId}`.execute(desk.db);
    await t.trigger(['TIME'], [{ kind: 'ADD_TAGS', values: ['late'] }], [], { hours: 48, since });
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, assigneeId: t.ada.id });
    await runAll(desk);
    expect(await due()).toEqual([hours]);
  });

  it('what it does itself is no update to it; what somebody else does is', async () => {
    await t.trigger(['TIME'], [{ kind: 'ADD_TAGS', values: ['late'] }], [], { hours: 24, since: 'UPDATED' });
    await runAll(desk);
    await passTime(24);
    await runAll(desk);
    expect((await t.state()).tags).toEqual(['late']);
    expect(await due()).toEqual(['done']);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, subject: 'Roof, again' });
    await runAll(desk);
    expect(await due()).toEqual([24]);
  });

  it('a change that a trigger makes sets it as well', async () => {
    await closesSolved();
    await t.trigger(
      ['TICKET_CHANGED'],
      [{ kind: 'SET_STATUS', values: ['SOLVED'] }],
      [{ field: 'CHANGED', is: 'IS', values: ['SUBJECT'] }],
    );
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, subject: 'Done' });
    await runAll(desk);
    expect(await due()).toEqual([96]);
  });

  it('survives a crash: what is due and was not done is done by whoever comes next, once', async () => {
    await closesSolved();
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    await passTime(96);
    await sql`create function no_finish() returns trigger as $$ begin raise exception 'crash'; end $$ language plpgsql`.execute(
      desk.db,
    );
    await sql`create trigger no_finish before update on automation_due for each row execute function no_finish()`.execute(
      desk.db,
    );
    await expect(runTriggers(desk)).rejects.toThrow('crash');
    expect((await t.state()).status).toBe('SOLVED');
    await sql`drop trigger no_finish on automation_due`.execute(desk.db);
    await Promise.all([runTriggers(desk), runTriggers(desk), runTriggers(desk)]);
    await runAll(desk);
    expect((await t.state()).status).toBe('CLOSED');
    expect(await t.done()).toHaveLength(1);
  });
});

describe('an automation that is new or changed', () => {
  it('gives tickets that are there already their time, and takes it from those it no longer means', async () => {
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    const triggerId = await closesSolved();
    await runAll(desk);
    expect(await due()).toEqual([96]);
    await changeTrigger(desk, t.root, { triggerId, after: { hours: 12, since: 'STATUS_CHANGED' } });
    await runAll(desk);
    expect(await due()).toEqual([12]);
    const held = { all: [{ field: 'STATUS' as const, is: 'IS' as const, values: ['ON_HOLD'] }], any: [] };
    await changeTrigger(desk, t.root, { triggerId, conditions: held });
    await runAll(desk);
    expect(await due()).toEqual([]);
  });

  it('switched off or deleted, it waits for nothing', async () => {
    const [one, two] = [await closesSolved(), await closesSolved()];
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    expect(await due()).toEqual([96, 96]);
    await changeTrigger(desk, t.root, { triggerId: one, active: false });
    await deleteTrigger(desk, t.root, { triggerId: two });
    await runAll(desk);
    expect(await due()).toEqual([]);
  });

  it('reads a large department in chunks, and goes on where it was', async () => {
    const own = await testDesk();
    await placeTriggersCursor(own.db, own.epoch);
    await bulkDemo(own, { tickets: 1_500, log: () => {} });
    const { rows } = await sql<{ id: string; tickets: number }>`
      select department_id as id, count(*)::int as tickets from ticket where status <> 'CLOSED'
      group by 1 order by 2 desc limit 1`.execute(own.db);
    const { id: departmentId, tickets } = rows[0]!;
    const scene = await aTriggerScene(own);
    await createTrigger(own, scene.root, {
      departmentId,
      name: 'Old ones',
      on: ['TIME'],
      after: { hours: 8_000, since: 'CREATED' },
      conditions: { all: [], any: [] },
      actions: [{ kind: 'ADD_TAGS', values: ['old'] }],
    });
    await readable(own);
    let batches = 0;
    while ((await runTriggers(own))?.of !== 'NOTHING') batches += 1;
    const { rows: filled } = await sql<{ count: number }>`select count(*)::int as count from automation_due`.execute(
      own.db,
    );
    expect(filled[0]?.count).toBe(tickets);
    expect(tickets).toBeGreaterThan(200);
    expect(batches).toBeGreaterThan(tickets / 200);
    await own.close();
  });
});
