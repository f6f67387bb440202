import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from '../report.ts';
import { openMailDesk } from './mail-desk.ts';
import type { Fault } from './run.ts';

/** How long PostgreSQL is away, in milliseconds, at most. */
const AWAY = 1_500;
/** Until the desk takes mail again after PostgreSQL is back. */
const PATIENCE = 60_000;

/** PostgreSQL dies in the midst of an intake of mail, and is started again. The desk has to find back by itself. */
export const postgresKill: Fault = {
  says: 'kill -9 of PostgreSQL, the postmaster and its children, while mails come in',
  async run(options): Promise<Outcome> {
    const { size, chance, say } = options;
    const [mails, kills] = [size(4_000, 90), size(20, 2)];
    const mailDesk = await openMailDesk(options, mails);
    const { desk, cluster } = mailDesk;
    try {
      const intake = mailDesk.startIntake();
      const { acknowledged, refused } = intake;
      const answered = () => acknowledged.size + refused.length;
      const stuck: string[] = [];
      let [slowest, killed] = [0, 0];
      for (let kill = 0; kill < kills; kill += 1) {
        while (answered() < Math.floor(((kill + 0.5) * mails) / kills) && !options.isOver()) await delay(2);
        if (options.isOver()) break;
        killed += 1;
        await delay(chance.next() * 40);
        await cluster.kill();
        await delay(chance.next() * AWAY);
        await cluster.start();
        const [before, back] = [answered(), performance.now()];
        while (answered() === before && performance.now() - back < PATIENCE) await delay(5);
        const took = performance.now() - back;
        if (answered() === before) stuck.push(`after kill ${kill + 1} no mail was taken for a minute`);
        slowest = Math.max(slowest, took);
        say(
          `${kill + 1} of ${kills}: mail is taken again after ${took.toFixed(0)} ms; ${acknowledged.size} acknowledged`,
        );
      }
      if (options.isOver()) intake.end();
      await intake.done;
      const counts = { 'PostgreSQL killed': killed, 'slowest return (ms)': Math.round(slowest) };
      const outcome = await mailDesk.outcome(intake, killed, { ...counts, 'server ended by itself': desk.ends.length });
      const promise = 'mail is taken again when PostgreSQL is back';
      return { ...outcome, promises: [...outcome.promises, { promise, checked: killed, broken: stuck }] };
    } finally {
      await mailDesk.close();
    }
  },
};
