/** One round: how many were done in how many milliseconds, and how long each took. */
export type Round = {
  done: number;
  ms: number;
  latencies: number[];
  /** Of the time that the clients were at work: how much of one processor this process took, from 0 to 1. */
  busy?: number;
};
export type Figures = { perSecond: number; p50: number; p99: number; done: number; busy?: number };

/** What does a request of one client, again and again. */
export type Client = { once(): Promise<void>; close(): Promise<void> | void };

/** Each client sends its next request when its last is answered, until the time is over. */
export async function runClosedLoop(clients: readonly Client[], ms: number): Promise<Round> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(
    clients.map(async (client) => {
      for (let begun = performance.now(); begun - startedAt < ms; begun = performance.now()) {
        await client.once();
        latencies.push(performance.now() - begun);
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const took = performance.now() - startedAt;
  return { done: latencies.length, ms: took, latencies, busy: (user + system) / 1000 / took };
}

/** The median of the rounds' rates; percentiles over the requests of all rounds. */
export function figuresOf(rounds: readonly Round[]): Figures {
  const all = Float64Array.from(rounds.flatMap(({ latencies }) => latencies)).toSorted();
  const busy = rounds.flatMap((round) => round.busy ?? []);
  return {
    perSecond: median(rounds.map(({ done, ms }) => (done * 1000) / ms)),
    p50: percentile(all, 0.5),
    p99: percentile(all, 0.99),
    done: all.length,
    ...(busy.length > 0 ? { busy: median(busy) } : {}),
  };
}

export function median(values: readonly number[]): number {
  return percentile(Float64Array.from(values).toSorted(), 0.5);
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that all processes of this machine count alike. */
export const machineClock = () => Number(process.hrtime.bigint()) / 1e6;

/** What to add to `machineClock` for the time of day, as PostgreSQL tells it; within some hundredths of a millisecond. */
export function timeOfDayOffset(): number {
  const before = Date.now();
  let now = Date.now();
  while (now === before) now = Date.now();
  return now - machineClock();
}
