import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { figuresOf, type Round } from '../measure.ts';
import { rowOf, type Row } from '../report.ts';
import { openAudience, observe, observeRaw, type Audience } from './audience.ts';
import { measureIdle } from './idle-memory.ts';
import { roundOf } from './observed.ts';
import { mailsWritten, postBody } from './post-comment.ts';
import { measurePoster } from './poster.ts';
import { measureSaturation } from './saturation.ts';
import { measureSpread } from './spread.ts';

/** From so many watchers on, all is measured that there is. */
const MANY = 1_000;
const LIMIT = 'ws.send of the same bytes to as many sockets';

/** W4: a comment on its way to all who watch its ticket, from its commit to each frame's arrival. */
export async function measurePush(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const watchers of bench.plan.watchers) rows.push(await measure(bench, watchers));
  const most = Math.max(...bench.plan.watchers);
  if (most >= MANY) rows.push(await measureSpread(bench, most, Math.floor(most / 10)));
  return rows;
}

async function measure(bench: Bench, count: number): Promise<Row> {
  const audience = await openAudience(bench, count, 1);
  try {
    const [desk, limit]: [Round[], Round[]] = [[], []];
    const spent = { events: 0, server: 0, postgres: 0 as number | null };
    await deskRound(audience);
    await limitRound(audience);
    for (let round = 0; round < bench.plan.rounds; round += 1) {
      const [before, postgresBefore] = [await bench.desk.usage(), bench.cluster.cpu()];
      desk.push(await deskRound(audience));
      const [after, postgresAfter] = [await bench.desk.usage(), bench.cluster.cpu()];
      spent.events += bench.plan.eventsPerRound;
      spent.server += after.cpu - before.cpu;
      if (postgresBefore === null || postgresAfter === null || spent.postgres === null) spent.postgres = null;
      else spent.postgres += postgresAfter - postgresBefore;
      limit.push(await limitRound(audience));
    }
    const more = [await measurePoster(audience)];
    if (count >= MANY) more.push(await measureSaturation(audience), await measureIdle(bench, count));
    return rowOf({
      workload: 'W4 push',
      unit: 'deliveries',
      clients: count,
      desk: figuresOf(desk),
      limit: { ...figuresOf(limit), name: LIMIT },
      statements: null,
      cpu: { server: spent.server / spent.events, postgres: spent.postgres && spent.postgres / spent.events },
      more,
    });
  } finally {
    await audience.close();
  }
}

/** Comments one after another, each when the one before has come to all and its mails are written. */
async function deskRound(audience: Audience): Promise<Round> {
  const { bench, http, ticketIds } = audience;
  const all = [];
  for (let event = 0; event < bench.plan.eventsPerRound; event += 1) {
    all.push(await observe(audience, 1, () => http.request(postBody(ticketIds[0]!))));
    await mailsWritten(bench);
  }
  return roundOf(all);
}

async function limitRound(audience: Audience): Promise<Round> {
  const all = [];
  for (let event = 0; event < audience.bench.plan.eventsPerRound; event += 1) {
    all.push(await observeRaw(audience, 1));
    await delay(5);
  }
  return roundOf(all);
}
