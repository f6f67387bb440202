import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { startChild } from '../child.ts';
import { openRawPush } from '../limits/raw-push.ts';
import type { Further } from '../report.ts';
import { someTickets, subscriptionTo } from './audience.ts';
import { openWatchers } from './watchers.ts';

/** Milliseconds. Until it has answered a ping, a socket keeps the bytes of what it said last: its subscription. */
const PINGED_WITHIN = 21_000;

/**
 * What an idle subscriber takes of a desk's memory, beside a bare socket. Both are measured in processes that have just
 * started; a tenth of the sockets comes first, so that code and buffers that all share are not counted.
 */
export async function measureIdle(bench: Bench, count: number): Promise<Further> {
  const first = Math.ceil(count / 10);
  const desk = await deskMemory(bench, first, count);
  const raw = await openRawPush(first);
  const before = await settled(async () => (await raw.usage()).rss);
  await raw.open(first, count);
  const limit = ((await settled(async () => (await raw.usage()).rss)) - before) / count;
  await raw.close();
  return {
    what: 'memory of an idle subscriber, and of a bare socket',
    unit: 'KB',
    desk: desk / 1_024,
    limit: limit / 1_024,
    atMost: 2,
  };
}

async function deskMemory(bench: Bench, first: number, count: number): Promise<number> {
  const server = startChild('./serve-process.ts', [bench.cluster.url]);
  const url = `${(await server.receive<string>('url')).replace(/^http/, 'ws')}/graphql`;
  const tickets = await someTickets(bench, 1);
  const opening = { url, tokens: bench.desk.watcherTokens, subscription: subscriptionTo(tickets) };
  const rss = () => {
    const answer = server.receive<number>('rss');
    server.send('rss');
    return answer;
  };
  const watchers = await openWatchers({ ...opening, count: first });
  const before = await settled(rss);
  await watchers.open({ ...opening, from: first, count });
  await delay(PINGED_WITHIN);
  const after = await settled(rss);
  await watchers.close();
  await server.stop();
  return (after - before) / count;
}

/** After collections of garbage, until nothing more is given back. */
async function settled(rss: () => Promise<number>): Promise<number> {
  let least = await rss();
  for (let same = 0; same < 3;) {
    await delay(100);
    const now = await rss();
    same = now < least ? 0 : same + 1;
    least = Math.min(least, now);
  }
  return least;
}
