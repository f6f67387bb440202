import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../chance.ts';
import { differenceOf, openLiveDesk, readLog, type LiveDesk, type Log } from '../live/live-desk.ts';
import { burnNumbers, writeLog, type Written } from '../live/log-writers.ts';
import { Watcher } from '../live/watcher.ts';
import type { Outcome } from '../report.ts';
import type { Fault } from './run.ts';

const TICKETS = 48;
const ON_DESK = 3;
const ON_TICKETS = 16;
/** Without anything that comes, in milliseconds: then it does not come any more. */
const PATIENCE = 60_000;

/** A power of ten that the transaction numbers pass, and how many commits are made meanwhile. As text 9999 is after 10000. */
type Stage = { power: number; commits: number };
const quickly: readonly Stage[] = [{ power: 4, commits: 3_000 }];
const fully: readonly Stage[] = [
  { power: 4, commits: 50_000 },
  { power: 5, commits: 100_000 },
  { power: 6, commits: 700_000 },
  { power: 7, commits: 150_000 },
];

/** Many write at once, in every way that may disturb the log's order, and some follow it. */
export const eventOrder: Fault = {
  says: '24 writers, merges, rollbacks, late ends; the transaction numbers get another digit',
  async run(options): Promise<Outcome> {
    const { quick, size, chance, say } = options;
    const desk = await openLiveDesk(options, { nodes: 1, tickets: TICKETS });
    try {
      const watchers = watch(desk, (await readLog(desk.sql)).cursors.at(-1)!);
      await Promise.all(watchers.map((watcher) => watcher.live));
      const done: Written = {};
      let over = false;
      const cutting = cutOnAndOn(watchers, chance, () => over);
      let burnt = 0;
      for (const { power, commits } of quick ? quickly : fully) {
        if (options.isOver()) break;
        const due = size(commits, commits);
        // Some are before the new digit, and some behind it.
        burnt += await burnNumbers(desk.cluster.url, 10 ** power - Math.min(1_000, due / 2));
        await writeLog(desk, chance, due, done, options.isOver);
        say(`${due} commits about 10^${power}: ${words(done)}`);
      }
      over = true;
      await cutting;
      const log = await readLog(desk.sql);
      await arrive(desk, watchers, log);
      return await outcomeOf(desk, watchers, { log, done, burnt });
    } finally {
      await desk.close();
    }
  },
};

const words = (done: Written) =>
  Object.entries(done)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');

function watch({ nodes, agents, ticketIds }: LiveDesk, start: string): Watcher[] {
  const url = async () => (await nodes[0]!.up()).url!;
  return Array.from({ length: ON_DESK + ON_TICKETS }, (_, index) => {
    const { token } = agents[index % agents.length]!;
    if (index < ON_DESK) return new Watcher({ url, token, ticketId: null, after: start });
    return new Watcher({ url, token, ticketId: ticketIds[index - ON_DESK]!, after: 0 });
  });
}

/** Who comes back reads the log from their place on: so it is followed live and in replay. */
async function cutOnAndOn(watchers: readonly Watcher[], chance: Chance, over: () => boolean): Promise<void> {
  while (!over()) {
    chance.pick(watchers).cut(50 + chance.next() * 500);
    await delay(chance.next() * 1_000);
  }
}

const ticketOf = ({ ticketIds }: LiveDesk, index: number) => ticketIds[index - ON_DESK]!;

/** Until the last of each has come, for as long as anything comes. */
async function arrive(desk: LiveDesk, watchers: readonly Watcher[], { seqs, cursors }: Log): Promise<void> {
  const isThere = ({ seen }: Watcher, index: number) =>
    index < ON_DESK
      ? seen.at(-1)?.cursor === cursors.at(-1)
      : seen.at(-1)?.seq === seqs.get(ticketOf(desk, index))!.at(-1);
  let [count, moved] = [-1, performance.now()];
  while (!watchers.every(isThere) && performance.now() - moved < PATIENCE) {
    const now = watchers.reduce((sum, { seen }) => sum + seen.length, 0);
    if (now !== count) [count, moved] = [now, performance.now()];
    await delay(100);
  }
  for (const watcher of watchers) watcher.stop();
}

async function outcomeOf(
  desk: LiveDesk,
  watchers: readonly Watcher[],
  { log, done, burnt }: { log: Log; done: Written; burnt: number },
): Promise<Outcome> {
  const wrong = watchers.flatMap((watcher, index) => {
    const [came, due] =
      index < ON_DESK
        ? [watcher.seen.map(({ cursor }) => cursor), log.cursors.slice(log.cursors.indexOf(String(watcher.start)) + 1)]
        : [watcher.seen.map(({ seq }) => seq), log.seqs.get(ticketOf(desk, index))!];
    const difference = differenceOf<number | string>(came, due);
    return difference === null ? [] : [{ index, difference: `subscriber ${index}: ${difference}` }];
  });
  const { rows } = await desk.sql.query<{ ticket: string; seq: number }>(
    `select ticket_id as ticket, seq from (
      select ticket_id, seq, seq - lag(seq, 1, 0) over (partition by ticket_id order by epoch, xid, id) as step
      from event where ticket_id is not null) ordered where step <> 1`,
  );
  const frames = watchers.reduce((sum, { seen }) => sum + seen.length, 0);
  const cuts = watchers.reduce((sum, watcher) => sum + watcher.cuts, 0);
  const of = (onDesk: boolean) =>
    wrong.filter(({ index }) => index < ON_DESK === onDesk).map(({ difference }) => difference);
  return {
    counts: { ...done, events: log.cursors.length, 'numbers passed over': burnt, 'frames received': frames, cuts },
    promises: [
      {
        promise: 'in the log’s order the count of each ticket has no gap and no leap back',
        checked: log.cursors.length,
        broken: rows.map(({ ticket, seq }) => `ticket ${ticket}, event ${seq}`),
      },
      { promise: 'who follows the desk gets each event once, in the log’s order', checked: ON_DESK, broken: of(true) },
      { promise: 'who follows a ticket gets each event once, in its order', checked: ON_TICKETS, broken: of(false) },
    ],
  };
}
