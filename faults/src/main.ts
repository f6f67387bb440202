import { parseArgs } from 'node:util';
import { Chance } from './chance.ts';
import { brokenBuilds } from './desk/broken-builds.ts';
import { holds, keepReports, machine, textOf, type Report } from './report.ts';
import { diskFull } from './runs/disk-full.ts';
import { eventOrder } from './runs/event-order.ts';
import { frozenClients } from './runs/frozen-clients.ts';
import { liveDrops } from './runs/live-drops.ts';
import { mailKill } from './runs/mail-kill.ts';
import { postgresKill } from './runs/postgres-kill.ts';
import { rollingRestart } from './runs/rolling-restart.ts';
import type { Fault } from './runs/run.ts';
import { subscribeRace } from './runs/subscribe-race.ts';

const faults: Readonly<Record<string, Fault>> = {
  'mail-kill': mailKill,
  'postgres-kill': postgresKill,
  'live-drops': liveDrops,
  'subscribe-race': subscribeRace,
  'rolling-restart': rollingRestart,
  'frozen-clients': frozenClients,
  'event-order': eventOrder,
  'disk-full': diskFull,
};

const list = (entries: [string, { says: string; fault?: string }][]) =>
  entries.map(([name, { says, fault }]) => `  ${name.padEnd(20)}${fault === undefined ? '' : `${fault}: `}${says}`);
const usage = `pnpm faults [--only NAME,…] [--quick | --part N] [--minutes N] [--seed N] [--broken NAME]

Hurts a desk of its own, with real processes, PostgreSQL and SMTP, and counts what it promised. Exit code 1: a promise
was broken. --quick takes some seconds each, the full form some minutes
to an hour; --part 10 runs a tenth of it, --minutes 20 ends it after so long and counts what was done till then.

${list(Object.entries(faults)).join('\n')}

--broken runs a build instead that breaks a promise on purpose; its fault must find it:

${list(Object.entries(brokenBuilds)).join('\n')}`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    part: { type: 'string', default: '1' },
    minutes: { type: 'string', default: 'Infinity' },
    seed: { type: 'string' },
    broken: { type: 'string' },
    help: { type: 'boolean' },
  },
});
// Ended by exit, so that the processes and directories go, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (values.help) console.log(usage);
else await main();

async function main(): Promise<void> {
  const { quick, broken = null } = values;
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const build = broken === null ? null : brokenBuilds[broken];
  const wanted = build ? [build.fault] : (values.only?.split(',') ?? Object.keys(faults));
  const unknown = [...wanted.filter((name) => !faults[name]), ...(build === undefined ? [broken] : [])];
  if (unknown.length > 0 || !Number.isInteger(seed)) {
    console.error(
      `Not known: ${[...unknown, ...(Number.isInteger(seed) ? [] : [values.seed])].join(', ')}\n\n${usage}`,
    );
    process.exitCode = 2;
    return;
  }
  const [part, minutes] = [Number(values.part), Number(values.minutes)];
  const reports: Report[] = [];
  for (const name of wanted) {
    const say = (text: string) => process.stderr.write(`${name}: ${text}\n`);
    const startedAt = performance.now();
    const size = (full: number, short: number) => (quick ? short : Math.ceil(full / part));
    let isCut = false;
    const isOver = () => (isCut ||= performance.now() - startedAt > minutes * 60_000);
    const outcome = await faults[name]!.run({ quick, size, isOver, broken, chance: new Chance(seed), say });
    const seconds = (performance.now() - startedAt) / 1000;
    const about = {
      fault: name,
      form: `${quick ? 'quick' : part === 1 ? 'full' : `1/${part} of full`}${isCut ? `, ended after ${minutes} minutes` : ''}`,
      broken,
      seed,
      date: new Date().toISOString(),
    } as const;
    reports.push({ ...about, seconds, machine: machine(), ...outcome });
    console.log(textOf(reports.at(-1)!));
  }
  keepReports(reports);
  process.exitCode = reports.every(holds) ? 0 : 1;
}
