import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { globalId } from '@copydesk/server/src/platform/graphql/ids.ts';
import { ask } from '../desk/ask.ts';
import { brokenBuilds } from '../desk/broken-builds.ts';
import { startFaultCluster, type FaultCluster } from '../desk/cluster.ts';
import type { Prepared } from '../desk/prepare.ts';
import { SupervisedDesk } from '../desk/supervised-desk.ts';
import {
  checkArrived,
  checkMade,
  checkStored,
  readNormal,
  readReplyAddresses,
  type Beside,
} from '../mail/check-mails.ts';
import { openMailSink } from '../mail/mail-sink.ts';
import { planIntake, planOpening, type Mail } from '../mail/mails.ts';
import { startIntake, type Intake } from '../mail/senders.ts';
import { settle } from '../mail/settle.ts';
import { holds, type Outcome } from '../report.ts';
import type { RunOptions } from './run.ts';

/** A desk with a mail server behind it that has worked through some mails undisturbed, and an intake to come. */
export type MailDesk = {
  desk: SupervisedDesk;
  cluster: FaultCluster;
  prepared: Prepared;
  startIntake(): Intake;
  /** Waits for the desk's work, and counts. `kills`: how often something died. `beside`: what others than mails have made. */
  outcome(intake: Intake, kills: number, counts: Outcome['counts'], beside?: Beside): Promise<Outcome>;
  close(): Promise<void>;
};

/** `dies`: the server will, again and again. `given`: a PostgreSQL of the caller's. */
export async function openMailDesk(
  options: RunOptions,
  mails: number,
  { dies = false, given }: { dies?: boolean; given?: FaultCluster } = {},
): Promise<MailDesk> {
  const { quick, broken, say } = options;
  const postgres = broken === null ? {} : (brokenBuilds[broken]?.postgres ?? {});
  const closing = new AsyncDisposableStack();
  try {
    const cluster = given ?? (await startFaultCluster(postgres));
    closing.defer(() => cluster.close());
    const sink = await openMailSink();
    closing.defer(() => sink.close());
    const environment = { SMTP_URL: `smtp://127.0.0.1:${sink.port}` };
    const desk = new SupervisedDesk({ databaseUrl: cluster.url, environment, broken }, { hasSpare: dies });
    closing.defer(() => desk.close());
    const prepared = await desk.prepare({ agents: 2 });
    const { supportAddress, agents } = prepared;
    const sql = () => reader(cluster.url);
    let sent = 0;
    const calmly = async (some: readonly Mail[]) => {
      sent += some.length;
      const calm = startIntake(desk, some);
      await calm.done;
      if (calm.refused.length > 0) throw new Error(`The desk refused a mail: ${calm.refused[0]}`);
      await sql().using((db) => settle(db, desk, { hurried: false, mails: sent }));
    };
    // The tickets first: what answers them must find them.
    const opening = planOpening(mails, supportAddress);
    await calmly(opening);
    for (const ticketId of await sql().using(readTicketIds)) {
      const who = { url: (await desk.up()).url!, token: agents[0]!.token };
      await ask(who, FOLLOW, { input: { ticketId, personIds: [agents[1]!.id] } });
    }
    const replyTo = await sql().using((db) => readReplyAddresses(db, opening));
    const { samples, intake: plan } = planIntake(mails, supportAddress, replyTo);
    await calmly(samples);
    const normal = await sql().using((db) => readNormal(db, samples));
    say(`undisturbed: ${opening.length + samples.length} mails`);
    for (const [kind, words] of Object.entries(normal)) say(`${kind}: ${words}`);
    return {
      desk,
      cluster,
      prepared,
      startIntake: () => startIntake(desk, plan),
      outcome: (intake, kills, counts, beside = { comments: 0, tickets: 0 }) =>
        sql().using(async (db) => {
          await desk.up();
          // Whatever was still to be done when the last mail was acknowledged.
          await delay(1_000);
          const stored = await checkStored(db, intake.acknowledged);
          const { acknowledged, retried, answers, refused } = intake;
          const promise = 'no mail is refused for good';
          const taken = { promise, checked: acknowledged.size + refused.length, broken: refused };
          const told = Object.entries(answers).map(([code, count]) => [`answered ${code}`, count]);
          const all = {
            ...counts,
            acknowledged: acknowledged.size,
            'sent again': retried,
            ...Object.fromEntries(told),
            'server starts': desk.starts,
          };
          // What is lost is lost: nothing is gained by waiting for the rest.
          if (!holds({ counts: {}, promises: [taken, stored] })) return { counts: all, promises: [taken, stored] };
          const sent = plan.filter(({ number }) => acknowledged.has(number));
          const due = [...opening, ...samples, ...sent];
          await settle(db, desk, { hurried: quick, mails: due.length });
          const promises = [
            taken,
            stored,
            ...(await checkMade(db, due, normal, beside)),
            ...(await checkArrived(db, sink, kills)),
          ];
          return { counts: { ...all, 'mails sent out': sink.arrived.length }, promises };
        }),
      close: () => closing.disposeAsync(),
    };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

const FOLLOW = 'mutation ($input: AddFollowersInput!) { addFollowers(input: $input) { errors { code } } }';

async function readTicketIds(db: pg.Client): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>('select id from ticket');
  return rows.map(({ id }) => globalId('Ticket', id));
}

/** A connection of its own for each look: PostgreSQL may have been away. */
function reader(url: string) {
  return {
    async using<T>(work: (db: pg.Client) => Promise<T>): Promise<T> {
      const db = new pg.Client(url);
      await db.connect();
      try {
        return await work(db);
      } finally {
        await db.end();
      }
    },
  };
}
