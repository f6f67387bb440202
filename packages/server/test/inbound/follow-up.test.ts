import { afterAll, beforeAll, expect, it } from 'vitest';
import { scenarioDesk, type ScenarioDesk } from '../scenarios/scenario-desk.ts';
import { stageOf, type Stage } from '../scenarios/stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const LINKS = `query($id: ID!) { ticket(id: $id) { id followUpOf { id } followUps { id } } }`;
const links = async (t: Stage, who: string, id: string) => (await t.ask(who, LINKS, { id })).data.ticket;

it('a reply to a closed ticket opens one that follows it up, and both say so to whoever sees both', async () => {
  const t = await stageOf(desk, 'ZENDESK');
  await t.change('Z', { status: 'CLOSED' });
  const taken = await t.reply('R', 'It leaks again.');
  const old = t.ticketId;
  const followUp = taken.ticketId!;
  expect(followUp).not.toBe(old);
  for (const who of ['R', 'G', 'Z']) {
    expect(await links(t, who, followUp)).toEqual({ id: followUp, followUpOf: { id: old }, followUps: [] });
    expect(await links(t, who, old)).toEqual({ id: old, followUpOf: null, followUps: [{ id: followUp }] });
  }
  // C1 was a CC of the old ticket alone, and now nobody's copies lead to the new one.
  expect(await links(t, 'C1', old)).toMatchObject({ followUps: [] });
  expect(await links(t, 'C1', followUp)).toBeNull();
});

it('a stranger who answers a closed ticket opens one that is linked to nothing', async () => {
  const t = await stageOf(desk, 'ZENDESK');
  await t.change('Z', { status: 'CLOSED' });
  const taken = await t.reply('X', 'I have a roof as well.', { holding: 'R' });
  expect(taken.ticketId).not.toBe(t.ticketId);
  expect(await links(t, 'Z', taken.ticketId!)).toMatchObject({ followUpOf: null });
  expect(await links(t, 'Z', t.ticketId)).toMatchObject({ followUps: [] });
});

it('where closed tickets are opened again, nothing follows them up', async () => {
  const t = await stageOf(desk, 'LIVEAGENT');
  await t.change('Z', { status: 'CLOSED' });
  expect(await t.reply('R', 'It leaks again.')).toMatchObject({ ticketId: t.ticketId });
  expect(await t.ticket()).toMatchObject({ status: 'OPEN' });
});
