import { setTimeout as delay } from 'node:timers/promises';
import { differenceOf, openLiveDesk, post, readLog, type LiveDesk } from '../live/live-desk.ts';
import { Watcher } from '../live/watcher.ts';
import type { Outcome } from '../report.ts';
import type { Fault, RunOptions } from './run.ts';

const OTHERS = 900;
const FROZEN = 100;
/** Milliseconds between two comments. */
const PACE = 100;
/** Characters of a comment. What the kernel keeps for a reader (4 MB here) has to be full before the desk keeps any. */
const LENGTH = 60_000;
/** RSS may grow by so much for a hundred who do not read, in MB. */
const GROWS_BY = 50;
/** The others' p99 may be so many times what it is with nobody frozen, and so many milliseconds. */
const P99 = { times: 1.25, more: 10 };
const PATIENCE = 60_000;

type Watched = { others: Watcher[]; frozen: Watcher[]; arrivals: Arrivals };
/** In megabytes, after a collection. */
type Round = { p99: number; memory: number };

/** A tenth of those who watch a ticket stop reading their sockets, come back, and stop again. */
export const frozenClients: Fault = {
  says: '100 of 1,000 subscribers stop reading while long comments come',
  async run(options): Promise<Outcome> {
    const rounds = options.size(6, 1);
    const posts = options.quick ? 40 : 80;
    const desk = await openLiveDesk(options, { nodes: 1, tickets: 1 });
    try {
      const watched = await watch(desk);
      // What the process takes for itself once it has done such work is no growth.
      await write(desk, watched, posts);
      const [calm, hurt]: [Round[], Round[]] = [[], []];
      for (let round = 0; round < rounds && !options.isOver(); round += 1) {
        calm.push(await write(desk, watched, posts));
        for (const watcher of watched.frozen) watcher.freeze();
        // The last time for longer than a silent line is kept.
        const last = round === rounds - 1 && !options.quick;
        hurt.push(await write(desk, watched, last ? 3 * posts : posts));
        for (const watcher of watched.frozen) watcher.thaw();
        sayRound(options, round, calm, hurt);
        await arrive(desk, watched);
      }
      return await outcomeOf(desk, watched, { calm, hurt });
    } finally {
      await desk.close();
    }
  },
};

/** When each event was asked for, and how long each subscriber waited for it. */
class Arrivals {
  readonly sent = new Map<number, number>();
  #waits: number[] = [];

  note(seq: number): void {
    const at = this.sent.get(seq);
    if (at !== undefined) this.#waits.push(performance.now() - at);
  }

  /** Of all that has come since it was last asked. */
  takeP99(): number {
    const sorted = Float64Array.from(this.#waits).sort();
    this.#waits = [];
    return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  }
}

async function watch({ nodes, agents, ticketIds }: LiveDesk): Promise<Watched> {
  const url = async () => (await nodes[0]!.up()).url!;
  const arrivals = new Arrivals();
  const open = (index: number, more: { select?: string; onEvent?(seq: number): void }) =>
    new Watcher({ url, token: agents[index % agents.length]!.token, ticketId: ticketIds[0]!, after: 0, ...more });
  const others = Array.from({ length: OTHERS }, (_, index) => open(index, { onEvent: (seq) => arrivals.note(seq) }));
  // Three times: so that what the kernel keeps is full before a silent line is given up.
  const text = '... on CommentAdded { comment { bodyText second: bodyText third: bodyText } }';
  const frozen = Array.from({ length: FROZEN }, (_, index) => open(index, { select: text }));
  await Promise.all([...others, ...frozen].map((watcher) => watcher.live));
  await Promise.all([...others, ...frozen].map((watcher) => watcher.until((events) => events.length > 0)));
  return { others, frozen, arrivals };
}

/** One after the other, so that a comment's seq is known before it is sent. */
async function write(desk: LiveDesk, { others, arrivals }: Watched, posts: number): Promise<Round> {
  const node = desk.nodes[0]!;
  const url = (await node.up()).url!;
  const { token } = desk.agents[0]!;
  const body = 'It leaks. '.repeat(LENGTH / 10);
  let seq = (await readLog(desk.sql)).seqs.get(desk.ticketIds[0]!)!.at(-1)!;
  for (let count = 0; count < posts; count += 1) {
    const startedAt = performance.now();
    arrivals.sent.set((seq += 1), startedAt);
    await post({ url, token }, { ticketId: desk.ticketIds[0]!, body });
    await delay(Math.max(0, PACE - (performance.now() - startedAt)));
  }
  const all = Promise.all(others.map((watcher) => watcher.until((events) => (events.at(-1)?.seq ?? 0) >= seq)));
  await Promise.race([all, delay(PATIENCE, null, { ref: false })]);
  return { p99: arrivals.takeP99(), memory: (await node.memory()) / 2 ** 20 };
}

function sayRound({ say }: RunOptions, round: number, calm: readonly Round[], hurt: readonly Round[]): void {
  const words = ({ p99, memory }: Round) => `p99 ${p99.toFixed(0)} ms, ${memory.toFixed(0)} MB`;
  say(`round ${round + 1}: all read: ${words(calm.at(-1)!)}; frozen: ${words(hurt.at(-1)!)}`);
}

async function arrive({ sql, ticketIds }: LiveDesk, { others, frozen }: Watched): Promise<void> {
  const last = (await readLog(sql)).seqs.get(ticketIds[0]!)!.at(-1)!;
  const all = [...others, ...frozen].map((watcher) =>
    watcher.until((events) => (events.at(-1)?.seq ?? 0) >= last).then(() => watcher.live),
  );
  await Promise.race([Promise.all(all), delay(PATIENCE, null, { ref: false })]);
}

async function outcomeOf(
  desk: LiveDesk,
  { others, frozen }: Watched,
  { calm, hurt }: { calm: Round[]; hurt: Round[] },
): Promise<Outcome> {
  for (const watcher of [...others, ...frozen]) watcher.stop();
  const due = (await readLog(desk.sql)).seqs.get(desk.ticketIds[0]!)!;
  const wrong = [...others, ...frozen].flatMap((watcher, index) => {
    const came = watcher.seen.map(({ seq }) => seq);
    const difference = differenceOf(came, due);
    return difference === null ? [] : [`${index < OTHERS ? 'reader' : 'frozen one'} ${index}: ${difference}`];
  });
  const growth = Math.max(...hurt.map(({ memory }, round) => memory - calm[round]!.memory));
  const [before, meanwhile] = [medianOf(calm.map(({ p99 }) => p99)), medianOf(hurt.map(({ p99 }) => p99))];
  const most = before * P99.times + P99.more;
  const codes = Object.entries(
    Object.groupBy(
      frozen.flatMap(({ closes }) => closes),
      String,
    ),
  );
  const cut = others.filter(({ closes }) => closes.length > 0);
  return {
    counts: {
      rounds: hurt.length,
      events: due.length,
      'RSS more (MB)': Math.round(growth),
      'p99, all read (ms)': Math.round(before),
      'p99, frozen (ms)': Math.round(meanwhile),
      ...Object.fromEntries(codes.map(([code, all]) => [`frozen, closed with ${code}`, all!.length])),
    },
    promises: [
      {
        promise: `RSS grows by less than ${GROWS_BY} MB for ${FROZEN} who do not read`,
        checked: hurt.length,
        broken: growth < GROWS_BY ? [] : [`it grew by ${growth.toFixed(0)} MB`],
      },
      {
        promise: 'the others’ p99 is what it is when all read',
        checked: hurt.length,
        broken: meanwhile <= most ? [] : [`${meanwhile.toFixed(0)} ms, with all reading ${before.toFixed(0)} ms`],
      },
      {
        promise: 'each gets each event once, in order, the frozen ones when they read again',
        checked: others.length + frozen.length,
        broken: wrong,
      },
      {
        promise: 'nobody is closed who reads',
        checked: others.length,
        broken: cut.map(({ closes }) => `closed with ${closes.join(', ')}`),
      },
    ],
  };
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}
