import { setTimeout as delay } from 'node:timers/promises';
import { openLiveDesk, post, type LiveDesk } from '../live/live-desk.ts';
import { Watcher } from '../live/watcher.ts';
import type { Outcome } from '../report.ts';
import type { Fault, RunOptions } from './run.ts';

const LANES = 8;
const PATIENCE = 10_000;
/** When the comment is sent, in milliseconds after the subscriber begins to connect. */
const EARLIEST = -20;
const LATEST = 70;

/** Somebody subscribes from what they know, and something happens while the subscription begins. */
export const subscribeRace: Fault = {
  says: 'a comment within some milliseconds of each of many subscriptions',
  async run(options): Promise<Outcome> {
    const rounds = options.size(10_000, 200);
    const desk = await openLiveDesk(options, { nodes: 1, tickets: LANES });
    const missed: string[] = [];
    const startedAt = performance.now();
    try {
      const each = Math.ceil(rounds / LANES);
      await Promise.all(desk.ticketIds.map((ticketId) => runLane(options, desk, { ticketId, rounds: each, missed })));
      const seconds = Math.round(performance.now() - startedAt) / 1000;
      const promise = 'the event comes, once, and nothing before it is missed';
      return {
        counts: { subscriptions: each * LANES, seconds },
        promises: [{ promise, checked: each * LANES, broken: missed }],
      };
    } finally {
      await desk.close();
    }
  },
};

async function runLane(
  { chance }: RunOptions,
  { nodes, sql, agents }: LiveDesk,
  lane: { ticketId: string; rounds: number; missed: string[] },
): Promise<void> {
  const { ticketId } = lane;
  const url = (await nodes[0]!.up()).url!;
  const { token } = agents[0]!;
  const id = Buffer.from(ticketId, 'base64url').toString().split(':')[1];
  const lastSeq = async () =>
    (await sql.query<{ seq: number }>('select seq from ticket where id = $1', [id])).rows[0]!.seq;
  let before = await lastSeq();
  for (let round = 0; round < lane.rounds; round += 1) {
    const wait = EARLIEST + chance.next() * (LATEST - EARLIEST);
    const posting = delay(wait - EARLIEST).then(() => post({ url, token }, { ticketId, body: `round ${round}` }));
    await delay(-EARLIEST);
    const watcher = new Watcher({ url: () => Promise.resolve(url), token, ticketId, after: before });
    await posting;
    const after = await lastSeq();
    const late = new AbortController();
    await Promise.race([
      watcher.until((events) => (events.at(-1)?.seq ?? 0) >= after).then(() => late.abort()),
      delay(PATIENCE, null, { signal: late.signal }).catch(() => null),
    ]);
    watcher.stop();
    const due = Array.from({ length: after - before }, (_, index) => before + 1 + index);
    const came = watcher.seen.map(({ seq }) => seq);
    if (came.join() !== due.join())
      lane.missed.push(`round ${round}, ${wait.toFixed(0)} ms: came ${came.join() || 'nothing'}, due ${due.join()}`);
    before = after;
  }
}
