import { setTimeout as delay } from 'node:timers/promises';
import { HttpClient } from '../http-client.ts';
import type { Further } from '../report.ts';
import { observe, observeRaw, type Audience } from './audience.ts';
import { delaysOf } from './observed.ts';
import { mailsWritten, postBody } from './post-comment.ts';

const LASTS = 2_000;
/** An event later than this has met a queue: at the lowest rate all watchers have it in a fraction. */
const LATE = 500;
const POSTERS = 16;

/** How many events a second come to all watchers of a ticket before they come later and later. */
export async function measureSaturation(audience: Audience): Promise<Further> {
  const { bench } = audience;
  const posters = await Promise.all(
    Array.from({ length: POSTERS }, () => HttpClient.open(bench.desk.url, bench.desk.token)),
  );
  const desk = await lastInTime(audience, async (times, every) => {
    let late = 0;
    const post = async () => (late = await postAtPace(audience, posters, { times, every }));
    const delays = delaysOf(await observe(audience, times, post));
    await mailsWritten(bench);
    return Math.max(late, ...delays);
  });
  const limit = await lastInTime(audience, async (times, every) =>
    Math.max(...delaysOf(await observeRaw(audience, times, every))),
  );
  for (const poster of posters) poster.close();
  return { what: 'most events a second of which none came 500 ms late', unit: '/s', desk, limit };
}

/** The rate is raised by two fifths at a time, from 4,000 frames a second on. */
async function lastInTime(
  { count }: Audience,
  latest: (times: number, every: number) => Promise<number>,
): Promise<number> {
  let good = 0;
  for (let rate = 4_000 / count; ; rate *= 1.4) {
    const every = 1_000 / rate;
    if ((await latest(Math.max(2, Math.round(LASTS / every)), every)) > LATE) return good;
    good = rate;
  }
}

/** Each post at its time, by whoever of the posters is free; when none is, it is late: by how much the latest began. */
async function postAtPace(
  { ticketIds }: Audience,
  posters: readonly HttpClient[],
  { times, every }: { times: number; every: number },
): Promise<number> {
  const began = performance.now();
  let next = 0;
  let latest = 0;
  await Promise.all(
    posters.map(async (http) => {
      for (let time = next++; time < times; time = next++) {
        await delay(Math.max(0, began + time * every - performance.now()));
        latest = Math.max(latest, performance.now() - began - time * every);
        await http.request(postBody(ticketIds[0]!));
      }
    }),
  );
  return latest;
}
