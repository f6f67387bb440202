import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { addCcs, removeCcs } from '../../src/features/copies/index.ts';
import { triggersCursor } from '../../src/features/triggers/happenings.ts';
import { placeTriggersCursor, runTriggers } from '../../src/features/triggers/index.ts';
import { changeTicket, createTicket, loadTicketState } from '../../src/features/tickets/index.ts';
import { databaseOf } from '../../src/platform/database/database.ts';
import { openOrm } from '../../src/platform/database/orm.ts';
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

const reply = (visibility: 'PUBLIC' | 'INTERNAL' = 'PUBLIC') =>
  addComment(desk, t.ada, { ticketId: t.ticketId, body: 'We look at it.', visibility });

describe('what triggers do', () => {
  it('does every action, in the triggers’ order, and says in the log which trigger did it', async () => {
    const first = await t.trigger(
      ['COMMENT_ADDED'],
      [
        { kind: 'SET_PRIORITY', values: ['HIGH'] },
        { kind: 'ADD_TAGS', values: ['Roof', 'vip'] },
        { kind: 'ASSIGN', values: [t.ada.id] },
        { kind: 'ADD_CC', values: [t.carl.id] },
        { kind: 'ADD_FOLLOWER', values: [t.lee.id] },
      ],
    );
    const second = await t.trigger(
      ['COMMENT_ADDED'],
      [
        { kind: 'REMOVE_TAGS', values: ['vip'] },
        { kind: 'SET_STATUS', values: ['ON_HOLD'] },
      ],
    );
    await reply();
    await runAll(desk);
    expect(await t.state()).toMatchObject({
      status: 'ON_HOLD',
      priority: 'HIGH',
      tags: ['roof'],
      assignee: { id: t.ada.id },
      ccs: [{ id: t.carl.id }],
      followers: [{ id: t.lee.id }],
    });
    expect((await t.done()).map(({ type, data }) => [type, data.triggerId])).toEqual([
      ['ticket.changed', first],
      ['ticket.changed', first],
      ['ticket.changed', first],
      ['cc.added', first],
      ['follower.added', first],
      ['ticket.changed', second],
      ['ticket.changed', second],
    ]);
  });

  it('looks at conditions: who wrote, how visible, what changed and from what', async () => {
    const tagged = (tag: string) => [{ kind: 'ADD_TAGS' as const, values: [tag] }];
    await t.trigger(['COMMENT_ADDED'], tagged('noted'), [
      { field: 'COMMENT_VISIBILITY', is: 'IS', values: ['INTERNAL'] },
    ]);
    await t.trigger(['COMMENT_ADDED'], tagged('asked'), [{ field: 'COMMENT_AUTHOR', is: 'IS', values: ['REQUESTER'] }]);
    await t.trigger(['TICKET_CHANGED'], tagged('reopened'), [
      { field: 'PREVIOUS_STATUS', is: 'IS', values: ['SOLVED'] },
      { field: 'STATUS', is: 'IS', values: ['OPEN'] },
    ]);
    await t.trigger(['TICKET_CHANGED'], tagged('moved'), [{ field: 'CHANGED', is: 'IS', values: ['ASSIGNEE'] }]);
    await reply();
    await runAll(desk);
    expect((await t.state()).tags).toEqual([]);
    await reply('INTERNAL');
    await runAll(desk);
    expect((await t.state()).tags).toEqual(['noted']);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await addComment(desk, t.rita, { ticketId: t.ticketId, body: 'It leaks again.', visibility: 'PUBLIC' });
    await runAll(desk);
    expect((await t.state()).tags).toEqual(['asked', 'noted', 'reopened']);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, assigneeId: t.ada.id });
    await runAll(desk);
    expect((await t.state()).tags).toContain('moved');
  });

  it('sets off no trigger by what a trigger did', async () => {
    await t.trigger(['COMMENT_ADDED'], [{ kind: 'SET_PRIORITY', values: ['HIGH'] }]);
    await t.trigger(
      ['TICKET_CHANGED'],
      [{ kind: 'ADD_TAGS', values: ['looped'] }],
      [{ field: 'CHANGED', is: 'IS', values: ['PRIORITY'] }],
    );
    await reply('INTERNAL');
    await runAll(desk);
    expect(await t.state()).toMatchObject({ priority: 'HIGH', tags: [] });
  });

  it('two that undo each other come to rest', async () => {
    await t.trigger(['TICKET_CHANGED'], [{ kind: 'SET_STATUS', values: ['OPEN'] }]);
    await t.trigger(['TICKET_CHANGED'], [{ kind: 'SET_STATUS', values: ['ON_HOLD'] }]);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'SOLVED' });
    await runAll(desk);
    await runAll(desk);
    expect((await t.done()).map(({ data }) => data.changed)).toEqual([
      { status: { from: 'SOLVED', to: 'OPEN' } },
      { status: { from: 'OPEN', to: 'ON_HOLD' } },
    ]);
  });

  it('is told of a new ticket once, not of its first comment or of its CCs as well', async () => {
    await t.trigger(['TICKET_CREATED'], [{ kind: 'ADD_TAGS', values: ['created'] }]);
    await t.trigger(['COMMENT_ADDED'], [{ kind: 'ADD_TAGS', values: ['commented'] }]);
    await t.trigger(['CC_ADDED'], [{ kind: 'ADD_TAGS', values: ['copied'] }]);
    const { ticketId } = await createTicket(desk, t.ada, {
      departmentId: t.department.id,
      subject: 'Door claim',
      body: 'It creaks.',
      requester: { id: t.rita.id },
      ccs: [{ id: t.carl.id }],
    });
    await runAll(desk);
    expect((await loadTicketState(desk.db, ticketId))?.tags).toEqual(['created']);
  });

  it('leaves closed tickets alone', async () => {
    await t.trigger(['TICKET_CHANGED'], [{ kind: 'ADD_TAGS', values: ['late'] }]);
    await changeTicket(desk, t.ada, { ticketId: t.ticketId, status: 'CLOSED' });
    await runAll(desk);
    expect(await t.done()).toEqual([]);
  });
});

describe('what triggers may not do', () => {
  it('copies nobody beyond the limit, and nobody whom an agent removed', async () => {
    await addCcs(desk, t.ada, { ticketId: t.ticketId, people: [{ id: t.carl.id }] });
    await removeCcs(desk, t.ada, { ticketId: t.ticketId, personIds: [t.carl.id] });
    await t.trigger(['COMMENT_ADDED'], [{ kind: 'ADD_CC', values: [t.carl.id, t.mia.id] }]);
    await runAll(desk);
    await reply();
    await runAll(desk);
    expect((await t.state()).ccs.map(({ id }) => id)).toEqual([t.mia.id]);
    await removeCcs(desk, t.ada, { ticketId: t.ticketId, personIds: [t.mia.id] });
    await sql`update department set policy = jsonb_set(policy, '{cc,maxPerTicket}', '0') where id = ${t.department.id}`.execute(
      desk.db,
    );
    const warn = vi.spyOn(desk.log, 'warn');
    await sql`delete from removed_cc where ticket_id = ${t.ticketId}`.execute(desk.db);
    await reply();
    await runAll(desk);
    expect((await t.state()).ccs).toEqual([]);
    expect(warn.mock.calls.map(([said]) => (said as { why: string }).why)).toEqual([
      expect.stringContaining('a ticket takes 0 CCs'),
      expect.stringContaining('a ticket takes 0 CCs'),
    ]);
    warn.mockRestore();
  });

  it('assigns to nobody who no longer works there', async () => {
    await t.trigger(['COMMENT_ADDED'], [{ kind: 'ASSIGN', values: [t.ada.id] }]);
    await sql`delete from department_member where person_id = ${t.ada.id}`.execute(desk.db);
    await addComment(desk, t.rita, { ticketId: t.ticketId, body: 'Any news?', visibility: 'PUBLIC' });
    await runAll(desk);
    expect((await t.state()).assignee).toBeNull();
  });
});

describe('once, whatever happens between', () => {
  it('does a batch again as a whole when it failed before its end', async () => {
    await t.trigger(['COMMENT_ADDED'], [{ kind: 'NOTIFY', values: ['DEPARTMENT'] }]);
    await reply();
    await readable(desk);
    // The cursor is the last that is written: as if the process had died before it.
    await sql`create function no_advance() returns trigger as $$ begin raise exception 'crash'; end $$ language plpgsql`.execute(
      desk.db,
    );
    await sql`create trigger no_advance before update on event_consumer for each row execute function no_advance()`.execute(
      desk.db,
    );
    await expect(runTriggers(desk)).rejects.toThrow('crash');
    expect(await t.done()).toEqual([]);
    await sql`drop trigger no_advance on event_consumer`.execute(desk.db);
    await runAll(desk);
    await runAll(desk);
    expect(await t.done()).toHaveLength(1);
  });

  it('gives the turn to one node at a time', async () => {
    const orm = await openOrm({ url: desk.url, poolSize: 2, applicationName: 'another node' });
    const other = { ...desk, orm, db: databaseOf(orm) };
    await t.trigger(['COMMENT_ADDED'], [{ kind: 'NOTIFY', values: ['DEPARTMENT'] }]);
    for (let count = 0; count < 5; count += 1) await reply('INTERNAL');
    await readable(desk);
    await other.db.transaction().execute(async (trx) => {
      expect(await triggersCursor.takeTurn(trx)).toBe(true);
      expect(await runTriggers(desk)).toBeNull();
      expect(await t.done()).toEqual([]);
    });
    const nodes = [desk, other, desk, other].map((node) => runTriggers(node));
    await Promise.all(nodes);
    await runAll(desk);
    await orm.close(true);
    expect(await t.done()).toHaveLength(5);
  });

  it('goes on behind a ticket that cannot be written', async () => {
    const other = await aTriggerScene(desk);
    await t.trigger(['COMMENT_ADDED'], [{ kind: 'ADD_TAGS', values: ['poison'] }]);
    await other.trigger(['COMMENT_ADDED'], [{ kind: 'ADD_TAGS', values: ['well'] }]);
    await sql`alter table ticket add constraint no_poison check (not 'poison' = any(tags))`.execute(desk.db);
    await reply();
    await addComment(desk, other.ada, { ticketId: other.ticketId, body: 'We look.', visibility: 'PUBLIC' });
    await runAll(desk);
    await sql`alter table ticket drop constraint no_poison`.execute(desk.db);
    expect([(await t.state()).tags, (await other.state()).tags]).toEqual([[], ['well']]);
  });
});
