import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../chance.ts';
import { differenceOf, openLiveDesk, post, readLog, type LiveDesk, type Log } from '../live/live-desk.ts';
import { Watcher } from '../live/watcher.ts';
import type { Outcome } from '../report.ts';
import type { Fault } from './run.ts';

type Size = { tickets: number; onTickets: number; onDesk: number; posts: number };

const WRITERS = 16;
/** Of all subscribers. */
const DROPPED = 0.3;
/** Lines cut for each event: so a slow machine is not hurt more often than a fast one. */
const CUTS = 0.1;
/** How long a line is away, in milliseconds, at most. */
const AWAY = 1_000;
const PATIENCE = 60_000;
const RESUMED_WITHIN = 2_000;

type Watched = { watcher: Watcher; ticketId: string | null };

/** Many watch while many write, and a part of the lines is cut again and again. */
export const liveDrops: Fault = {
  says: 'lines of 30 % of the subscribers are cut at random while events come',
  async run(options): Promise<Outcome> {
    const { chance, say } = options;
    const of = options.size;
    const size = { tickets: of(500, 20), onTickets: of(4_990, 96), onDesk: of(10, 4), posts: of(100_000, 600) };
    const desk = await openLiveDesk(options, { nodes: 1, tickets: size.tickets });
    try {
      const watched = await watch(desk, size);
      say(`${watched.length} subscribers on ${size.tickets} tickets and the desk`);
      const resumes: number[] = [];
      const dropper = openDropper(watched, chance, resumes);
      await write(desk, { posts: size.posts, isOver: options.isOver }, chance, (left) => {
        if (chance.next() < CUTS) dropper.drop();
        if (left % 10_000 === 0) say(`${left} events to come`);
      });
      await dropper.returned();
      const log = await readLog(desk.sql);
      await arrive(watched, log);
      for (const { watcher } of watched) watcher.stop();
      return outcomeOf(watched, log, resumes);
    } finally {
      await desk.close();
    }
  },
};

/** From the log as it is now: who watches the desk knows its last cursor, who watches a ticket has seen nothing of it. */
async function watch({ nodes, agents, ticketIds, sql }: LiveDesk, size: Size): Promise<Watched[]> {
  const url = async () => (await nodes[0]!.up()).url!;
  const { cursors } = await readLog(sql);
  const start = cursors.at(-1)!;
  const watched = Array.from({ length: size.onTickets + size.onDesk }, (_, index): Watched => {
    const { token } = agents[index % agents.length]!;
    const ticketId = index < size.onDesk ? null : ticketIds[index % ticketIds.length]!;
    return { ticketId, watcher: new Watcher({ url, token, ticketId, after: ticketId === null ? start : 0 }) };
  });
  await Promise.all(watched.map(({ watcher }) => watcher.live));
  return watched;
}

async function write(
  { nodes, agents, ticketIds }: LiveDesk,
  { posts, isOver }: { posts: number; isOver(): boolean },
  chance: Chance,
  onPost: (left: number) => void,
): Promise<void> {
  const url = (await nodes[0]!.up()).url!;
  let left = posts;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const { token } = agents[writer % agents.length]!;
      while (left > 0 && !isOver()) {
        left -= 1;
        await post({ url, token }, { ticketId: chance.pick(ticketIds), body: `${left} are left` });
        onPost(left);
      }
    }),
  );
}

/** Cuts lines, and times each return: from the moment that the line is put back until what was newest then has come. */
function openDropper(watched: readonly Watched[], chance: Chance, resumes: number[]) {
  const victims = watched.filter(({ ticketId }, index) => ticketId === null || chance.next() < DROPPED || index < 8);
  const together = Map.groupBy(watched, ({ ticketId }) => ticketId);
  const returning: Promise<void>[] = [];
  const comeBack = async ({ watcher, ticketId }: Watched, away: number, cuts: number) => {
    await delay(away);
    const startedAt = performance.now();
    // Others who watch the same have gone on: they know what is newest.
    const others = together.get(ticketId)!.filter((other) => other.watcher !== watcher);
    const seq = Math.max(0, ...others.map((other) => other.watcher.seen.at(-1)?.seq ?? 0));
    if (ticketId === null) await watcher.live;
    else await watcher.until((events) => (events.at(-1)?.seq ?? 0) >= seq);
    // Cut again meanwhile: that time is no return's.
    if (watcher.cuts === cuts) resumes.push(performance.now() - startedAt);
  };
  return {
    drop() {
      const victim = chance.pick(victims);
      const away = chance.next() * AWAY;
      victim.watcher.cut(away);
      returning.push(comeBack(victim, away, victim.watcher.cuts));
    },
    returned: () => Promise.race([Promise.all(returning), delay(PATIENCE, null, { ref: false })]),
  };
}

async function arrive(watched: readonly Watched[], log: Log): Promise<void> {
  const last = log.cursors.at(-1);
  const all = watched.map((one) =>
    one.watcher.until((events) =>
      one.ticketId === null
        ? events.at(-1)?.cursor === last
        : (events.at(-1)?.seq ?? 0) >= log.seqs.get(one.ticketId)!.at(-1)!,
    ),
  );
  await Promise.race([Promise.all(all), delay(PATIENCE, null, { ref: false })]);
}

function outcomeOf(watched: readonly Watched[], log: Log, resumes: readonly number[]): Outcome {
  const onTickets = watched.filter(({ ticketId }) => ticketId !== null);
  const onDesk = watched.filter(({ ticketId }) => ticketId === null);
  const wrongOn = (some: readonly Watched[]) =>
    some.flatMap((one, index) => {
      const came = one.watcher.seen.map(({ seq, cursor }) => (one.ticketId === null ? cursor : seq));
      // The desk is watched from the end of the log on, as it was before the writing.
      const due: readonly (string | number)[] =
        one.ticketId === null
          ? log.cursors.slice(log.cursors.indexOf(String(one.watcher.start)) + 1)
          : log.seqs.get(one.ticketId)!;
      const difference = differenceOf(came, due);
      return difference === null ? [] : [`subscriber ${index}, cut ${one.watcher.cuts} times: ${difference}`];
    });
  const sorted = resumes.toSorted((a, b) => a - b);
  const p99 = Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 0);
  const cuts = watched.reduce((sum, { watcher }) => sum + watcher.cuts, 0);
  const frames = watched.reduce((sum, { watcher }) => sum + watcher.seen.length, 0);
  return {
    counts: { events: log.cursors.length, 'frames received': frames, cuts, 'resume p99 (ms)': p99 },
    promises: [
      {
        promise: 'a ticket’s subscriber gets each event once, in order',
        checked: onTickets.length,
        broken: wrongOn(onTickets),
      },
      {
        promise: 'a desk’s subscriber gets each event once, in order',
        checked: onDesk.length,
        broken: wrongOn(onDesk),
      },
      {
        promise: `99 of 100 have resumed within ${RESUMED_WITHIN} ms`,
        checked: resumes.length,
        broken: p99 < RESUMED_WITHIN ? [] : [`p99 is ${p99} ms`],
      },
    ],
  };
}
