import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { ResumingViewer } from '../support/resuming-viewer.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { customers, makeCast, makeViewers, type Cast } from './chaos/cast.ts';
import { Nodes } from './chaos/nodes.ts';
import { readOracle, type Oracle } from './chaos/oracle.ts';
import { Chance } from './chaos/random.ts';
import { SECRET, settle, write } from './chaos/writers.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe.each([
  { name: 'with NOTIFY', notify: true },
  { name: 'without NOTIFY', notify: false },
])('16 writers on 5 tickets through two nodes, $name', ({ name, notify }) => {
  let desk: TestDesk;
  let nodes: Nodes;

  beforeAll(async () => {
    desk = await testDesk();
    nodes = new Nodes(desk.url, notify);
    await nodes.start(0);
    await nodes.start(1);
  }, 60_000);
  afterAll(async () => {
    await nodes.stop();
    await desk.close();
  }, 30_000);

  test('every viewer ends with exactly the log that is theirs, in order, none twice', async () => {
    const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const began = performance.now();
    const elapsed = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
    say(`chaos ${name}: CHAOS_SEED=${seed}`);
    const chance = new Chance(seed);
    const cast = await makeCast(desk);
    const viewers = await makeViewers(desk, cast, nodes.urls, chance);
    const watching = viewers.map((viewer) => viewer.run());

    let over = false;
    const disturbing = disturb(viewers, chance, () => over);
    const killing = pause(1_500).then(() => killOne(nodes));
    await write(desk, cast, nodes.urls, chance);
    await killing;
    await settle(desk, cast, nodes.urls, chance);
    over = true;
    await disturbing;
    const written = elapsed();

    const oracle = await readOracle(desk, cast);
    const patience = performance.now() + 25_000;
    while (!isThere(viewers, cast, oracle) && performance.now() < patience) await pause(20);
    for (const viewer of viewers) viewer.stop();
    await Promise.all(watching);
    const replays = sum(viewers.map(({ cutsInReplay }) => cutsInReplay));
    const cuts = sum(viewers.map((viewer) => viewer.cuts));
    say(
      `chaos ${name}: ${oracle.events} events, ${cuts} cuts and ${replays} in a replay, written in ${written}, all in ${elapsed()}`,
    );

    expect(compare(viewers, cast, oracle)).toEqual([]);
    for (const viewer of viewers.filter((each) => customers.has(each.name))) {
      expect(viewer.frames.filter((frame) => frame.includes(SECRET))).toEqual([]);
    }
    expect(replays).toBeGreaterThan(5);
  }, 120_000);
});

async function disturb(viewers: readonly ResumingViewer[], chance: Chance, over: () => boolean): Promise<void> {
  while (!over()) {
    chance.pick(viewers).cut();
    await pause(10 + chance.next() * 90);
  }
}

/** A node dies without a word, and comes back elsewhere. */
async function killOne(nodes: Nodes): Promise<void> {
  await nodes.kill(1);
  await nodes.start(1);
}

/** The viewer's ticket, by its place in the cast. */
const watchedBy = (viewer: ResumingViewer, cast: Cast, ticket: number) =>
  viewer.tickets.get(globalId('Ticket', cast.ticketIds[ticket] as string))!;

function isThere(viewers: readonly ResumingViewer[], cast: Cast, oracle: Oracle): boolean {
  return viewers.every(
    (viewer) =>
      (!watchesAll(viewer.name) || viewer.desk.seen.length >= oracle.cursors.length) &&
      [...cast.ticketIds.keys()].every((ticket) => {
        const { events, mayStill } = oracle.theirs(viewer.name, ticket);
        const { seen, gone } = watchedBy(viewer, cast, ticket);
        return mayStill ? seen.length >= events.length : gone;
      }),
  );
}

const watchesAll = (name: string) => ['ada', 'alma', 'lee'].includes(name);

/** Every difference between what came and what had to come, in words. */
function compare(viewers: readonly ResumingViewer[], cast: Cast, oracle: Oracle): string[] {
  const wrong: string[] = [];
  const places = new Map(oracle.cursors.map((cursor, place) => [cursor, place]));
  for (const viewer of viewers) {
    for (const ticket of cast.ticketIds.keys()) {
      const { events, mayStill } = oracle.theirs(viewer.name, ticket);
      const { seen, gone, errors } = watchedBy(viewer, cast, ticket);
      const got = seen.map(({ seq, type }) => `${seq} ${type}`);
      const due = events.map(({ seq, type }) => `${seq} ${type}`);
      // Who has lost their access has the beginning of it, up to wherever they were then.
      const wanted = mayStill ? due : due.slice(0, got.length);
      if (got.join() !== wanted.join())
        wrong.push(`${viewer.name}, ticket ${ticket}: got ${got.join()}; due ${due.join()}`);
      if (!mayStill && !gone) wrong.push(`${viewer.name}, ticket ${ticket}: still shown`);
      const strange = errors.filter((code) => code !== 'NOT_FOUND');
      if (strange.length > 0) wrong.push(`${viewer.name}, ticket ${ticket}: ${strange.join()}`);
    }
    const got = viewer.desk.seen.map(({ cursor }) => places.get(cursor) ?? -1);
    const ascending = got.every((place, index) => place > (got[index - 1] ?? -1));
    const whole = !watchesAll(viewer.name) || got.length === oracle.cursors.length;
    if (!ascending || !whole) wrong.push(`${viewer.name}, desk: ${got.join()} of ${oracle.cursors.length}`);
    if (viewer.desk.errors.length > 0) wrong.push(`${viewer.name}, desk: ${viewer.desk.errors.join()}`);
  }
  return wrong;
}
