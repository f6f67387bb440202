import { setTimeout as delay } from 'node:timers/promises';
import { killPoints, type KillPoint } from '../desk/kill-points.ts';
import type { Intake } from '../mail/senders.ts';
import type { Outcome } from '../report.ts';
import { openMailDesk, type MailDesk } from './mail-desk.ts';
import type { Fault, RunOptions } from './run.ts';

/** The server dies in the midst of an intake of mail, at any moment and at the worst ones. */
export const mailKill: Fault = {
  says: 'kill -9 of the server while mails come in, also at named points',
  async run(options): Promise<Outcome> {
    const { size, say } = options;
    const [mails, kills] = [size(10_000, 90), size(100, 3)];
    const desk = await openMailDesk(options, mails, { dies: true });
    try {
      const intake = desk.startIntake();
      const done = await killOnAndOn(options, desk, intake, { mails, kills });
      if (options.isOver()) intake.end();
      await intake.done;
      say(`${intake.acknowledged.size} mails are acknowledged`);
      const killed = Object.values(done).reduce((sum, count) => sum + count, 0);
      const reached = Object.entries(done).map(([point, count]) => [`killed: ${point}`, count] as const);
      return await desk.outcome(intake, killed, Object.fromEntries(reached));
    } finally {
      await desk.close();
    }
  },
};

type Moment = KillPoint | 'any moment';
const moments: readonly Moment[] = ['any moment', ...(Object.keys(killPoints) as KillPoint[])];
/** The quick form takes those whose promises are the most: a lost mail, a doubled one, a comment twice, a mail out twice. */
const quickMoments: readonly Moment[] = [
  'mail committed, 250 not said',
  'outbound 250, not noted',
  'decided and committed, job not ended',
];

/** Spread over the whole intake. Counts how often the server died at each moment. */
async function killOnAndOn(
  { quick, broken, chance, say, isOver }: RunOptions,
  { desk }: MailDesk,
  { acknowledged, refused }: Intake,
  { mails, kills }: { mails: number; kills: number },
): Promise<Record<string, number>> {
  const done: Record<string, number> = {};
  const order = quick ? quickMoments : moments;
  for (let kill = 0; kill < kills; kill += 1) {
    while (acknowledged.size + refused.length < Math.floor(((kill + 0.5) * mails) / kills) && !isOver()) await delay(2);
    if (isOver()) break;
    const moment = order[kill % order.length]!;
    await delay(chance.next() * 40);
    if (moment === 'any moment') await desk.kill();
    else if (!(await desk.killAt(moment, broken === null ? 30_000 : 3_000)) && broken === null)
      throw new Error(`The desk did not come to "${moment}".`);
    done[moment] = (done[moment] ?? 0) + 1;
    say(`${kill + 1} of ${kills}: ${moment}; ${acknowledged.size} mails acknowledged`);
  }
  return done;
}
