import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../chance.ts';
import { differenceOf, openLiveDesk, post, readLog, type LiveDesk } from '../live/live-desk.ts';
import { Watcher } from '../live/watcher.ts';
import type { Outcome } from '../report.ts';
import type { Fault } from './run.ts';

const TICKETS = 10;
const WATCHERS = 40;
const WRITERS = 8;
/** A client gives up after so many tries of one mutation. */
const TRIES = 20;
const PATIENCE = 30_000;

type Work = { posted: string[]; retries: number; failed: string[] };

/** Two nodes are stopped and started in turn, as at each update, while people write and watch through both. */
export const rollingRestart: Fault = {
  says: 'two nodes are restarted in turn (SIGTERM) while people write and watch',
  async run(options): Promise<Outcome> {
    const { chance, say } = options;
    const restarts = options.size(50, 4);
    const desk = await openLiveDesk(options, { nodes: 2, tickets: TICKETS, restarts: true });
    try {
      const watchers = watchAll(desk, chance);
      const work: Work = { posted: [], retries: 0, failed: [] };
      let over = false;
      const writing = Array.from({ length: WRITERS }, (_, writer) => write(desk, { writer, chance, work }, () => over));
      let done = 0;
      for (; done < restarts && !options.isOver(); done += 1) {
        await delay(300 + chance.next() * 700);
        await desk.nodes[done % desk.nodes.length]!.restart();
        say(`${done + 1} of ${restarts} restarts; ${work.posted.length} comments`);
      }
      over = true;
      await Promise.all(writing);
      return await outcomeOf(desk, { watchers, work, restarts: done });
    } finally {
      await desk.close();
    }
  },
};

/** Whichever node is there, as a load balancer would choose. */
async function someUrl({ nodes }: LiveDesk, chance: Chance): Promise<string> {
  const there = nodes.flatMap(({ at }) => at?.url ?? []);
  return there.length > 0 ? chance.pick(there) : (await Promise.race(nodes.map((node) => node.up()))).url!;
}

function watchAll(desk: LiveDesk, chance: Chance): Watcher[] {
  return Array.from({ length: WATCHERS }, (_, index) => {
    const { token } = desk.agents[index % desk.agents.length]!;
    const ticketId = desk.ticketIds[index % desk.ticketIds.length]!;
    return new Watcher({ url: () => someUrl(desk, chance), token, ticketId, after: 0 });
  });
}

/** What a node does not answer is sent again, to whichever is there, under the same key. */
async function write(
  desk: LiveDesk,
  { writer, chance, work }: { writer: number; chance: Chance; work: Work },
  over: () => boolean,
): Promise<void> {
  const { token } = desk.agents[writer]!;
  for (let number = 0; !over(); number += 1) {
    const clientKey = `comment-${writer}-${number}`;
    const input = { ticketId: chance.pick(desk.ticketIds), body: clientKey, clientKey };
    let problem: unknown = null;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      problem = await post({ url: await someUrl(desk, chance), token }, input).then(
        () => null,
        (error: unknown) => error,
      );
      if (problem === null) break;
      work.retries += 1;
      await delay(50);
    }
    if (problem === null) work.posted.push(clientKey);
    else work.failed.push(`${clientKey}: ${(problem as Error).message}`);
  }
}

async function outcomeOf(
  desk: LiveDesk,
  { watchers, work, restarts }: { watchers: readonly Watcher[]; work: Work; restarts: number },
): Promise<Outcome> {
  const log = await readLog(desk.sql);
  const dues = watchers.map((_, index) => log.seqs.get(desk.ticketIds[index % desk.ticketIds.length]!)!);
  const arrived = watchers.map((watcher, index) =>
    watcher.until((events) => (events.at(-1)?.seq ?? 0) >= dues[index]!.at(-1)!),
  );
  await Promise.race([Promise.all(arrived), delay(PATIENCE, null, { ref: false })]);
  for (const watcher of watchers) watcher.stop();
  const lost = watchers.flatMap((watcher, index) => {
    const difference = differenceOf(
      watcher.seen.map(({ seq }) => seq),
      dues[index]!,
    );
    return difference === null ? [] : [`subscriber ${index}: ${difference}`];
  });
  const { rows } = await desk.sql.query<{ body: string; times: number }>(
    `select body_text as body, count(*)::int as times from comment where body_text like 'comment-%' group by 1`,
  );
  const times = new Map(rows.map(({ body, times }) => [body, times]));
  const wrong = work.posted
    .filter((key) => times.get(key) !== 1)
    .map((key) => `${key} is there ${times.get(key) ?? 0} times`);
  return {
    counts: { restarts, comments: work.posted.length, 'sent again': work.retries, events: log.cursors.length },
    promises: [
      { promise: 'no mutation fails', checked: work.posted.length + work.failed.length, broken: work.failed },
      { promise: 'each comment is there once', checked: work.posted.length, broken: wrong },
      { promise: 'each subscriber gets each event once, in order', checked: watchers.length, broken: lost },
      {
        promise: 'a node ends only when it is asked to',
        checked: restarts,
        broken: desk.nodes.flatMap(({ ends }) => ends),
      },
    ],
  };
}
