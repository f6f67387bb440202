import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { brokenBuilds } from '../desk/broken-builds.ts';
import { startFaultCluster, type FaultCluster } from '../desk/cluster.ts';
import { mountSmallDisk, type SmallDisk } from '../desk/small-disk.ts';
import { differenceOf, readLog } from '../live/live-desk.ts';
import { Watcher } from '../live/watcher.ts';
import type { Intake } from '../mail/senders.ts';
import type { Outcome, Promised } from '../report.ts';
import { openMailDesk, type MailDesk } from './mail-desk.ts';
import { startPosters, type Posters } from './posters.ts';
import type { Fault, RunOptions } from './run.ts';

const MEGABYTES = 400;
/** So that the log of PostgreSQL alone does not fill the disk. */
const postgres = { max_wal_size: '96MB', min_wal_size: '32MB' };
/** Until mail is taken and comments are posted again after there is room. */
const PATIENCE = 60_000;
/** What the API says of a post that could not be stored. */
const CLEAR = /database cannot do this at the moment\. Try again/u;

/** TABLES: they cannot grow. LOG: nor can PostgreSQL’s log, and without that it ends. */
type Full = { what: 'TABLES' | 'LOG'; seconds: number };
const quickly: readonly Full[] = [{ what: 'TABLES', seconds: 5 }];
/** The second for longer than the tries of a job take together. */
const fully: readonly Full[] = [
  { what: 'TABLES', seconds: 20 },
  { what: 'TABLES', seconds: 75 },
  { what: 'LOG', seconds: 20 },
];

/** The disk of PostgreSQL, all that the desk keeps, has no byte left for a while. */
export const diskFull: Fault = {
  says: 'the disk of PostgreSQL is filled to the last byte while mails come in and comments are posted (needs root)',
  async run(options): Promise<Outcome> {
    const times = options.quick ? quickly : fully;
    const mails = options.size(3_000, 90);
    const disk = mountSmallDisk(MEGABYTES);
    const root = path.join(disk.root, 'postgres');
    mkdirSync(root);
    const cluster = await startFaultCluster({ ...postgres, ...brokenBuilds[options.broken ?? '']?.postgres }, root);
    const kept = keepRunning(cluster);
    const mailDesk = await openMailDesk(options, mails, { given: cluster }).catch(async (error: unknown) => {
      await kept.stop();
      await cluster.close();
      disk.unmount();
      throw error;
    });
    try {
      const posters = await startPosters(mailDesk.desk, mailDesk.prepared);
      const watchers = watch(mailDesk, posters);
      const intake = mailDesk.startIntake();
      const { refused } = intake;
      const stuck: string[] = [];
      for (const [index, full] of times.entries()) {
        while (intake.acknowledged.size < ((index + 0.5) * mails) / times.length && refused.length === 0)
          await delay(5);
        await fillFor(full, disk, cluster);
        stuck.push(...(await returnOf(options, full, { intake, posters, all: mails })));
      }
      await intake.done;
      await posters.stop();
      const promises = [told(intake, refused, stuck, times.length), clear(posters)];
      // Who is told for good does not send it again: what is missing then says nothing more.
      if (refused.length > 0) return { counts: {}, promises };
      const beside = { comments: posters.posted.size + 1, tickets: 1 };
      const counts = { 'times full': times.length, 'PostgreSQL started again': kept.starts() };
      const outcome = await mailDesk.outcome(intake, 0, { ...counts, comments: posters.posted.size }, beside);
      promises.push(...outcome.promises, ...(await posted(cluster, posters)), await seen(cluster, watchers, posters));
      promises.push({ promise: 'the server stays up', checked: 1, broken: mailDesk.desk.ends });
      return { counts: outcome.counts, promises };
    } finally {
      await kept.stop();
      await mailDesk.close();
      disk.unmount();
    }
  },
};

/** What a supervisor does for PostgreSQL: it ends when it cannot write its log, and is started until it stays. */
function keepRunning(cluster: FaultCluster): { starts(): number; stop(): Promise<void> } {
  let [over, starts] = [false, 0];
  const keeping = (async () => {
    for (; !over; await delay(200)) {
      if (cluster.alive()) continue;
      await cluster.start().then(
        () => (starts += 1),
        () => delay(800),
      );
    }
  })();
  return {
    starts: () => starts,
    async stop() {
      over = true;
      await keeping;
    },
  };
}

async function fillFor({ what, seconds }: Full, disk: SmallDisk, cluster: FaultCluster): Promise<void> {
  disk.fill();
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    // The next segment of the log has to be made, and there is no room for it.
    if (what === 'LOG') await once(cluster, 'select pg_switch_wal()').catch(() => undefined);
    await delay(100);
    // PostgreSQL lets go of something now and then.
    disk.fill();
  }
  disk.empty();
}

async function returnOf(
  { say }: RunOptions,
  { what, seconds }: Full,
  { intake, posters, all }: { intake: Intake; posters: Posters; all: number },
): Promise<string[]> {
  const [mails, comments, startedAt] = [intake.acknowledged.size, posters.posted.size, performance.now()];
  const taken = () => intake.acknowledged.size > mails || mails === all || intake.refused.length > 0;
  const back = () => taken() && posters.posted.size > comments;
  while (!back() && performance.now() - startedAt < PATIENCE) await delay(5);
  const took = `${(performance.now() - startedAt).toFixed(0)} ms`;
  say(
    `${what} full for ${seconds} s; work goes on ${took} after there is room; ${intake.acknowledged.size} acknowledged`,
  );
  return back() ? [] : [`after ${seconds} s without room for ${what} nothing went on`];
}

function watch({ desk, prepared }: MailDesk, { ticketId }: Posters): Watcher[] {
  const url = async () => (await desk.up()).url!;
  return prepared.agents.map(({ token }) => new Watcher({ url, token, ticketId, after: 0 }));
}

function told({ answers, acknowledged }: Intake, refused: string[], stuck: string[], times: number): Promised {
  const asked = Object.entries(answers).reduce((sum, [code, count]) => sum + (code.startsWith('4') ? count : 0), 0);
  const silent =
    asked === 0 && refused.length === 0 ? [`nobody was told 4xx in ${times} times of ${acknowledged.size}`] : [];
  const promise = 'senders are asked to try again (4xx), and mail and comments are taken again by themselves';
  return { promise, checked: asked, broken: [...refused, ...silent, ...stuck] };
}

function clear({ refusals }: Posters): Promised {
  const broken = [...refusals].filter(([words]) => !CLEAR.test(words)).map(([words, count]) => `${count} ×: ${words}`);
  const checked = [...refusals.values()].reduce((sum, count) => sum + count, 0);
  if (checked === 0) broken.push('no post failed');
  return { promise: 'posters are told in words that it could not be stored now', checked, broken };
}

async function posted(cluster: FaultCluster, { posted }: Posters): Promise<Promised[]> {
  const rows = (await once(
    cluster,
    `select body_text as body, count(*)::int as times from comment where body_text like 'note-%' group by 1`,
  )) as { body: string; times: number }[];
  const times = new Map(rows.map(({ body, times }) => [body, times]));
  const wrong = [...posted].filter((key) => times.get(key) !== 1);
  const broken = wrong.map((key) => `${key} is there ${times.get(key) ?? 0} times`);
  return [{ promise: 'each comment that was answered is there once', checked: posted.size, broken }];
}

async function seen(cluster: FaultCluster, watchers: Watcher[], { ticketId }: Posters): Promise<Promised> {
  const sql = new pg.Pool({ connectionString: cluster.url });
  const due = (await readLog(sql)).seqs.get(ticketId)!;
  await sql.end();
  const all = watchers.map((watcher) => watcher.until((events) => events.at(-1)?.seq === due.at(-1)));
  await Promise.race([Promise.all(all), delay(PATIENCE, null, { ref: false })]);
  const broken = watchers.flatMap((watcher) => {
    watcher.stop();
    const came = watcher.seen.map(({ seq }) => seq);
    return differenceOf(came, due) ?? [];
  });
  return { promise: 'each subscriber gets each event once, in order', checked: watchers.length, broken };
}

async function once(cluster: FaultCluster, statement: string): Promise<unknown[]> {
  const db = new pg.Client(cluster.url);
  db.on('error', () => undefined);
  await db.connect();
  try {
    return (await db.query(statement)).rows;
  } finally {
    await db.end();
  }
}
