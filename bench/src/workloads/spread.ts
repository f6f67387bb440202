import type { Bench } from '../bench.ts';
import { HttpClient } from '../http-client.ts';
import { figuresOf, type Round } from '../measure.ts';
import { rowOf, type Row } from '../report.ts';
import { observe, observeRaw, openAudience, type Audience } from './audience.ts';
import { delaysOf, latenciesOf, type Observed } from './observed.ts';
import { mailsWritten, postBody } from './post-comment.ts';

const POSTERS = 16;

/** W4 where the watchers are spread over many tickets: all of these are commented on, sixteen at a time. */
export async function measureSpread(bench: Bench, count: number, tickets: number): Promise<Row> {
  const audience = await openAudience(bench, count, tickets);
  const posters = await Promise.all(
    Array.from({ length: POSTERS }, () => HttpClient.open(bench.desk.url, bench.desk.token)),
  );
  try {
    const [desk, limit]: [Round[], Round[]] = [[], []];
    const spent = { events: 0, server: 0, postgres: 0 as number | null };
    await mailsWritten(bench);
    for (let round = 0; round < bench.plan.rounds; round += 1) {
      const [before, postgresBefore] = [await bench.desk.usage(), bench.cluster.cpu()];
      desk.push(roundOf(await observe(audience, 1, () => postOnAll(audience, posters))));
      await mailsWritten(bench);
      const [after, postgresAfter] = [await bench.desk.usage(), bench.cluster.cpu()];
      spent.events += tickets;
      spent.server += after.cpu - before.cpu;
      if (postgresBefore === null || postgresAfter === null || spent.postgres === null) spent.postgres = null;
      else spent.postgres += postgresAfter - postgresBefore;
      limit.push(roundOf(await observeRaw(audience, 1)));
    }
    return rowOf({
      workload: `W4 push, over ${tickets} tickets`,
      unit: 'deliveries',
      clients: count,
      desk: figuresOf(desk),
      limit: {
        ...figuresOf(limit),
        name: 'ws.send of the same bytes to as many sockets, of one ticket after the other',
      },
      statements: null,
      cpu: { server: spent.server / spent.events, postgres: spent.postgres && spent.postgres / spent.events },
    });
  } finally {
    for (const poster of posters) poster.close();
    await audience.close();
  }
}

async function postOnAll({ ticketIds }: Audience, posters: readonly HttpClient[]): Promise<void> {
  let next = 0;
  await Promise.all(
    posters.map(async (http) => {
      for (let id = ticketIds[next++]; id !== undefined; id = ticketIds[next++]) await http.request(postBody(id));
    }),
  );
}

/** Here events overlap: the time that counts is that from the first to the last frame of all. */
function roundOf(seen: Observed): Round {
  const latencies = latenciesOf(seen);
  const starts = seen.starts.flat();
  const first = starts.reduce((least, at) => Math.min(least, at), Infinity);
  const ends = delaysOf(seen).map((ms, index) => ms + starts[index]!);
  return { done: latencies.length, ms: ends.reduce((most, at) => Math.max(most, at), 0) - first, latencies };
}
