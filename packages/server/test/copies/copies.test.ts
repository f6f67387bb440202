import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCcs, addFollowers, removeCcs, removeFollowers, restrictCc } from '../../src/features/copies/index.ts';
import { loadTicketState } from '../../src/features/tickets/index.ts';
import { aPerson } from '../support/people.ts';
import { aTicketScene, refusalOf } from '../support/a-ticket.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const eventsOf = (ticketId: string) =>
  desk.db.selectFrom('event').select(['type', 'public_seq']).where('ticket_id', '=', ticketId).orderBy('seq').execute();

describe('CCs', () => {
  it('are all added or none: the limit and the count are named (1-10)', async () => {
    const { ticketId, ada, carl, mia } = await aTicketScene(desk, (policy) =>
      Object.assign(policy.cc, { maxPerTicket: 1 }),
    );
    const both = { ticketId, people: [{ id: carl.id }, { id: mia.id }] };
    const refused = addCcs(desk, ada, both);
    await expect(refused).rejects.toThrow(/1/);
    expect(await refusalOf(addCcs(desk, ada, both))).toEqual([{ code: 'CC_LIMIT', field: 'people.1' }]);
    expect((await loadTicketState(desk.db, ticketId))?.ccs).toEqual([]);
  });

  it('one person named twice, or a CC already, is added once', async () => {
    const { ticketId, ada, carl } = await aTicketScene(desk);
    await addCcs(desk, ada, { ticketId, people: [{ id: carl.id }, { email: carl.address!.toUpperCase() }] });
    expect(await addCcs(desk, ada, { ticketId, people: [{ id: carl.id }] })).toBeNull();
    expect((await eventsOf(ticketId)).filter(({ type }) => type === 'cc.added')).toHaveLength(1);
  });

  it('a new address that two calls name at once becomes one person', async () => {
    const [one, two] = [await aTicketScene(desk), await aTicketScene(desk)];
    const people = [{ email: `twice.${one.ticketId.slice(-6)}@example.com` }];
    await Promise.all([one, two].map(({ ada, ticketId }) => addCcs(desk, ada, { ticketId, people })));
    const [a, b] = [await loadTicketState(desk.db, one.ticketId), await loadTicketState(desk.db, two.ticketId)];
    expect(a?.ccs[0]?.id).toBe(b?.ccs[0]?.id);
  });

  it('whom staff remove is remembered, until somebody adds them again', async () => {
    const { ticketId, ada, carl } = await aTicketScene(desk);
    await addCcs(desk, ada, { ticketId, people: [{ id: carl.id }] });
    await removeCcs(desk, ada, { ticketId, personIds: [carl.id] });
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ ccs: [], removedCcIds: [carl.id] });
    await addCcs(desk, ada, { ticketId, people: [{ id: carl.id }] });
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ ccs: [{ id: carl.id }], removedCcIds: [] });
  });

  it('a restricted CC stays CC, and customers are not told of it', async () => {
    const { ticketId, ada, carl } = await aTicketScene(desk);
    await addCcs(desk, ada, { ticketId, people: [{ id: carl.id }] });
    await restrictCc(desk, ada, { ticketId, personId: carl.id, helpCenterAccess: false });
    expect(await loadTicketState(desk.db, ticketId)).toMatchObject({ ccs: [{ id: carl.id, helpCenterAccess: false }] });
    expect((await eventsOf(ticketId)).at(-1)).toEqual({ type: 'cc.restricted', public_seq: null });
  });

  it('are not an outsider’s, nor a light agent’s, to change', async () => {
    const { ticketId, otto, lee, carl } = await aTicketScene(desk);
    const people = [{ id: carl.id }];
    expect((await refusalOf(addCcs(desk, otto, { ticketId, people })))[0]?.code).toBe('NOT_FOUND');
    expect((await refusalOf(addCcs(desk, lee, { ticketId, people })))[0]?.code).toBe('FORBIDDEN');
  });
});

describe('followers', () => {
  it('are staff: a light agent and an admin may, an end user may not (1-18)', async () => {
    const { ticketId, ada, lee, carl } = await aTicketScene(desk);
    const root = await aPerson(desk, { name: 'Root', role: 'ADMIN' });
    await addFollowers(desk, ada, { ticketId, personIds: [lee.id, root.id] });
    expect((await loadTicketState(desk.db, ticketId))?.followers.map(({ id }) => id)).toEqual([lee.id, root.id]);
    expect(await refusalOf(addFollowers(desk, ada, { ticketId, personIds: [carl.id] }))).toEqual([
      { code: 'NOT_A_FOLLOWER_KIND', field: 'personIds.0' },
    ]);
  });

  it('follow and unfollow by themselves (1-19), unknown to customers', async () => {
    const { ticketId, lee } = await aTicketScene(desk);
    await addFollowers(desk, lee, { ticketId, personIds: [lee.id] });
    await removeFollowers(desk, lee, { ticketId, personIds: [lee.id] });
    expect((await loadTicketState(desk.db, ticketId))?.followers).toEqual([]);
    expect((await eventsOf(ticketId)).slice(-2)).toEqual([
      { type: 'follower.added', public_seq: null },
      { type: 'follower.removed', public_seq: null },
    ]);
  });

  it('a customer adds none (1-15)', async () => {
    const { ticketId, rita, ada } = await aTicketScene(desk);
    expect((await refusalOf(addFollowers(desk, rita, { ticketId, personIds: [ada.id] })))[0]?.code).toBe('FORBIDDEN');
  });
});
