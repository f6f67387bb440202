import type { DepartmentPolicy } from '@copydesk/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCcs, addFollowers, removeCcs, restrictCc } from '../../src/features/copies/index.ts';
import {
  changeTicket,
  createTicket,
  loadTicketState,
  mergeTickets,
  type MergeTickets,
} from '../../src/features/tickets/index.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, refusalOf } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

/** Carl's ticket beside Rita's, in the same department. */
async function twoTickets(policy?: (policy: DepartmentPolicy) => void) {
  const scene = await aTicketScene(desk, policy);
  const { ticketId: sourceId } = await createTicket(desk, scene.carl, {
    departmentId: scene.department.id,
    subject: 'Roof again',
    body: 'It still leaks.',
  });
  return { ...scene, sourceId, targetId: scene.ticketId };
}

const state = async (id: string) => (await loadTicketState(desk.db, id))!;
const names = (people: readonly { name: string }[]) => people.map(({ name }) => name);
const notes = (ticketId: string) =>
  desk.db
    .selectFrom('comment')
    .select(['body_text', 'visibility', 'via', 'author_id', 'told', 'not_copied'])
    .where('ticket_id', '=', ticketId)
    .where('via', '=', 'SYSTEM')
    .execute();
const events = async (ticketId: string) =>
  (
    await desk.db
      .selectFrom('event')
      .select(['type', 'public_seq', 'data', 'actor_id'])
      .where('ticket_id', '=', ticketId)
      .orderBy('seq')
      .execute()
  ).map(({ type, public_seq, data, actor_id }) => ({ type, isPublic: public_seq !== null, data, actor_id }));

describe('merging tickets', () => {
  it('closes the source for good, brings its people to the target, and says so on both', async () => {
    const { ada, lee, mia, carl, sourceId, targetId, department } = await twoTickets();
    const ben = await aPerson(desk, { name: 'Ben', role: 'AGENT', departmentIds: [department.id] });
    await addCcs(desk, ada, { ticketId: sourceId, people: [{ id: mia.id }] });
    await addFollowers(desk, ada, { ticketId: sourceId, personIds: [lee.id] });
    await changeTicket(desk, ada, { ticketId: sourceId, assigneeId: ben.id });
    const before = { source: await state(sourceId), target: await state(targetId) };
    const { notCopied } = await mergeTickets(desk, ada, { sourceId, targetId });
    expect(notCopied).toEqual([]);
    const [source, target] = [await state(sourceId), await state(targetId)];
    expect(source).toMatchObject({ status: 'CLOSED', mergedIntoId: targetId });
    expect(names(source.ccs)).toEqual(['Mia Wong']);
    expect(target).toMatchObject({ status: before.target.status, mergedIntoId: null, assignee: null });
    expect(names(target.ccs)).toEqual(expect.arrayContaining(['Carl Ruiz', 'Mia Wong']));
    expect(names(target.followers)).toEqual(['Lee Tanaka']);
    const [onSource] = await notes(sourceId);
    const [onTarget] = await notes(targetId);
    expect(onSource).toMatchObject({ visibility: 'INTERNAL', author_id: null });
    expect(onSource!.body_text).toContain(`Ada Lind merged this ticket into #${target.number} “Roof claim”.`);
    expect(onTarget!.body_text).toContain(`Ada Lind merged #${source.number} “Roof again” into this ticket.`);
    expect(onTarget!.body_text).toContain('Now copied: Carl Ruiz, Mia Wong.');
    // One mail each: Lee follows the target now, Ben was assigned the source alone.
    expect(onTarget!.told.map(({ personId, mail }) => [personId, mail])).toEqual([[lee.id, 'COMMENT']]);
    expect(onSource!.told.map(({ personId }) => personId)).toEqual([ben.id]);
    const after = { source: await events(sourceId), target: await events(targetId) };
    expect(after.source.slice(before.source.seq)).toMatchObject([
      { type: 'comment.added', isPublic: false },
      { type: 'ticket.merged', isPublic: true, data: { mergedIntoId: targetId }, actor_id: ada.id },
      { type: 'ticket.changed', isPublic: true },
    ]);
    expect(after.target.slice(before.target.seq)).toMatchObject([
      { type: 'comment.added', isPublic: false },
      { type: 'ticket.merged', isPublic: false, data: { mergedFromId: sourceId } },
      { type: 'cc.added', isPublic: true, data: { personId: carl.id, rule: 'merge-old-requester', via: 'API' } },
      { type: 'cc.added', isPublic: true, data: { personId: mia.id, rule: 'merge-cc' } },
      { type: 'follower.added', isPublic: false, data: { personId: lee.id, rule: 'merge-follower' } },
    ]);
    expect(desk.woken.at(-1)?.toSorted()).toEqual([sourceId, targetId].toSorted());
  });

  it('lists on the target’s note whom it did not copy, and keeps barred who was', async () => {
    const { ada, mia, carl, sourceId, targetId } = await twoTickets((policy) => {
      Object.assign(policy.cc, { blocklist: 'blocked.example.com' });
    });
    const bert = await aPerson(desk, { name: 'Bert', address: 'bert@other.example.com' });
    await addCcs(desk, ada, { ticketId: sourceId, people: [{ id: mia.id }, { id: bert.id }] });
    await restrictCc(desk, ada, { ticketId: sourceId, personId: mia.id, helpCenterAccess: false });
    await addCcs(desk, ada, { ticketId: targetId, people: [{ id: bert.id }] });
    await removeCcs(desk, ada, { ticketId: targetId, personIds: [bert.id] });
    await mergeTickets(desk, ada, { sourceId, targetId });
    const target = await state(targetId);
    expect(target.ccs.map(({ name, helpCenterAccess }) => [name, helpCenterAccess]).toSorted()).toEqual([
      [carl.name, true],
      [mia.name, false],
    ]);
    const [note] = await notes(targetId);
    expect(note!.not_copied).toMatchObject([{ address: bert.address, reason: 'REMOVED_BY_AGENT' }]);
    expect(note!.body_text).toContain('Not copied: Bert.');
    expect(target.removedCcIds).toEqual([bert.id]);
  });

  it('carries sticky removals of the source over', async () => {
    const { ada, mia, sourceId, targetId } = await twoTickets();
    await addCcs(desk, ada, { ticketId: sourceId, people: [{ id: mia.id }] });
    await removeCcs(desk, ada, { ticketId: sourceId, personIds: [mia.id] });
    await mergeTickets(desk, ada, { sourceId, targetId });
    expect((await state(targetId)).removedCcIds).toEqual([mia.id]);
  });

  it('takes the CCs of one ticket where the department lets agents pick', async () => {
    const { ada, mia, rita, carl, sourceId, targetId } = await twoTickets((policy) => {
      policy.merge.ccPolicy = 'PICK_ONE';
    });
    const dan = await aPerson(desk, { name: 'Dan' });
    await addCcs(desk, ada, { ticketId: sourceId, people: [{ id: mia.id }] });
    await addCcs(desk, ada, { ticketId: targetId, people: [{ id: dan.id }] });
    const merge = (more: Partial<MergeTickets>) => mergeTickets(desk, ada, { sourceId, targetId, ...more });
    expect(await refusalOf(merge({}))).toEqual([{ code: 'INVALID', field: 'ccsFrom' }]);
    expect(await refusalOf(merge({ ccsFrom: 'UNION' }))).toEqual([{ code: 'INVALID', field: 'ccsFrom' }]);
    const { notCopied } = await merge({ ccsFrom: 'SOURCE' });
    expect(notCopied.map(({ party, reason }) => [party.id, reason])).toEqual([[carl.id, 'NOT_PICKED']]);
    const target = await state(targetId);
    expect([target.requester.id, names(target.ccs)]).toEqual([rita.id, ['Mia Wong']]);
    expect(target.removedCcIds).toEqual([dan.id]);
  });

  it.each<[string, (scene: Awaited<ReturnType<typeof twoTickets>>) => Promise<unknown>, string, string]>([
    ['into itself', ({ ada, sourceId }) => merge(ada, sourceId, sourceId), 'INVALID', 'targetId'],
    ['what is not there', ({ ada, sourceId }) => merge(ada, sourceId, ada.id), 'NOT_FOUND', 'targetId'],
    ['by a customer', ({ carl, sourceId, targetId }) => merge(carl, sourceId, targetId), 'FORBIDDEN', 'sourceId'],
    ['by a stranger', ({ mia, sourceId, targetId }) => merge(mia, sourceId, targetId), 'NOT_FOUND', 'sourceId'],
    ['by a light agent', ({ lee, sourceId, targetId }) => merge(lee, sourceId, targetId), 'FORBIDDEN', 'sourceId'],
    ['by whom only the source is theirs', onlySource, 'NOT_FOUND', 'targetId'],
    [
      'a closed source',
      ({ ada, sourceId, targetId }) => closed(ada, sourceId, sourceId, targetId),
      'CLOSED',
      'sourceId',
    ],
    [
      'a closed target',
      ({ ada, sourceId, targetId }) => closed(ada, targetId, sourceId, targetId),
      'CLOSED',
      'targetId',
    ],
  ])('is refused: %s', async (_, tried, code, field) => {
    const scene = await twoTickets();
    expect(await refusalOf(tried(scene))).toEqual([{ code, field }]);
    expect(await state(scene.targetId)).toMatchObject({ mergedIntoId: null, ccs: [] });
  });

  it('is refused between requesters where the department says so', async () => {
    const { ada, sourceId, targetId } = await twoTickets((policy) => {
      policy.merge.crossRequester = false;
    });
    expect(await refusalOf(merge(ada, sourceId, targetId))).toEqual([{ code: 'INVALID', field: 'targetId' }]);
  });

  it('is final, and happens once: a retry with its key answers, another does not', async () => {
    const { ada, sourceId, targetId, department } = await twoTickets();
    const input = { sourceId, targetId, clientKey: 'merge-1' };
    await mergeTickets(desk, ada, input);
    const before = await state(targetId);
    expect(await mergeTickets(desk, ada, input)).toEqual({ sourceId, targetId, notCopied: [] });
    expect(await refusalOf(merge(ada, sourceId, targetId))).toEqual([{ code: 'CLOSED', field: 'sourceId' }]);
    const ben = await aPerson(desk, { name: 'Ben', role: 'AGENT', departmentIds: [department.id] });
    expect(await refusalOf(mergeTickets(desk, ben, input))).toEqual([{ code: 'CLOSED', field: 'sourceId' }]);
    expect(await refusalOf(merge(ada, targetId, sourceId))).toEqual([{ code: 'CLOSED', field: 'targetId' }]);
    expect(await state(targetId)).toEqual(before);
    expect(await refusalOf(changeTicket(desk, ada, { ticketId: sourceId, status: 'OPEN' }))).toEqual([
      { code: 'CLOSED', field: 'ticketId' },
    ]);
    await expect(changeTicket(desk, ada, { ticketId: sourceId, status: 'OPEN' })).rejects.toThrow(
      'This ticket has been merged into another one: go on there.',
    );
    const reopened = desk.db.updateTable('ticket').set({ status: 'OPEN' }).where('id', '=', sourceId).execute();
    await expect(reopened).rejects.toThrow(/ticket_merged_is_closed/);
  });

  it('A into B and B into A at the same time: exactly one wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { ada, sourceId, targetId } = await twoTickets();
      const tries = await Promise.all([
        refusalOf(merge(ada, sourceId, targetId)),
        refusalOf(merge(ada, targetId, sourceId)),
      ]);
      expect(tries.toSorted((a, b) => a.length - b.length)).toMatchObject([[], [{ code: 'CLOSED' }]]);
      const merged = [await state(sourceId), await state(targetId)].filter((one) => one.mergedIntoId !== null);
      expect(merged).toHaveLength(1);
    }
  });
});

function merge(actor: Viewer, sourceId: string, targetId: string) {
  return mergeTickets(desk, actor, { sourceId, targetId });
}

async function closed(actor: Viewer, ticketId: string, sourceId: string, targetId: string) {
  await changeTicket(desk, actor, { ticketId, status: 'CLOSED' });
  return merge(actor, sourceId, targetId);
}

async function onlySource({ otto, carl, targetId }: Awaited<ReturnType<typeof twoTickets>>) {
  const { ticketId } = await createTicket(desk, carl, {
    departmentId: otto.departmentIds[0]!,
    subject: 'Elsewhere',
    body: 'Hello.',
  });
  return merge(otto, ticketId, targetId);
}
