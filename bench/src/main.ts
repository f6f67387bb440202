import { parseArgs } from 'node:util';
import { fullPlan, openBench, quickPlan, type Bench, type Plan } from './bench.ts';
import { keepFilled } from './filled-cluster.ts';
import { draw, inOrder, keep } from './kept.ts';
import { reportOf, writeReport, type Report, type Row } from './report.ts';
import { markdownOf, tableOf } from './table.ts';
import { listTickets } from './workloads/list-tickets.ts';
import { openTicket } from './workloads/open-ticket.ts';
import { postComment } from './workloads/post-comment.ts';
import { measurePush } from './workloads/push.ts';
import { measureMail } from './workloads/take-mail.ts';
import { measureRequests } from './workloads/requests.ts';

const usage = `pnpm bench [options]: measures the desk beside its physical limits, in one run.

  --tickets N         how many tickets there are (10,000)
  --only W1,W4        some of the workloads
  --clients 1,16      so many clients at a time (1,16,64)
  --nodes 2           W1 to W3 with so many server processes (1)
  --watchers 100      so many watchers of a push (100,1000,5000)
  --rounds N          so many rounds of two seconds each (5)
  --data DIRECTORY    keeps filled databases there, and finds them again; each run works on a copy
  --fill              measures nothing: fills a database in --data, unless it is there
  --quick             a smoke run of some seconds, with 1,000 tickets
  --markdown          prints the tables of docs/performance.md
  --keep              puts the figures into bench/results, beside those of other runs of this size; then as --draw
  --draw              measures nothing: draws the chart of the figures that are kept, and writes their tables into the docs
  --profile DIRECTORY a CPU profile of the desk`;

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  options: {
    quick: { type: 'boolean' },
    tickets: { type: 'string' },
    only: { type: 'string' },
    clients: { type: 'string' },
    watchers: { type: 'string' },
    nodes: { type: 'string' },
    rounds: { type: 'string' },
    data: { type: 'string' },
    fill: { type: 'boolean' },
    markdown: { type: 'boolean' },
    keep: { type: 'boolean' },
    draw: { type: 'boolean' },
    profile: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const say = (text: string) => process.stderr.write(`${text}\n`);
// Ended by exit, so that PostgreSQL and its directory go, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (values.help) console.log(usage);
else if (values.draw) say(draw());
else if (values.fill) say(await keepFilled(planOf().tickets, say, values.data ?? 'bench/data'));
else await run();

async function run(): Promise<void> {
  const plan = planOf();
  const bench = await openBench(plan, { log: say, profile: values.profile, data: values.data });
  let report: Report;
  try {
    const rows = await measure(bench, values.only?.split(',') ?? ['W1', 'W2', 'W3', 'W4', 'W5']);
    const { rows: version } = await bench.sql.query<{ server_version: string }>('show server_version');
    report = reportOf(inOrder(rows), { args, tickets: plan.tickets, postgres: version[0]?.server_version ?? '' });
  } finally {
    await bench.close();
  }
  writeReport(report, 'latest');
  if (values.keep) {
    report = keep(report);
    if (plan.tickets >= 100_000) say(draw());
  }
  console.log(values.markdown ? markdownOf(report) : tableOf(report));
}

function planOf(): Plan {
  const plan: Plan = { ...(values.quick ? quickPlan : fullPlan) };
  if (values.tickets) plan.tickets = Number(values.tickets);
  if (values.clients) plan.clients = values.clients.split(',').map(Number);
  if (values.watchers) plan.watchers = values.watchers.split(',').map(Number);
  if (values.nodes) plan.nodes = Number(values.nodes);
  if (values.rounds) plan.rounds = Number(values.rounds);
  return plan;
}

async function measure(bench: Bench, wanted: readonly string[]): Promise<Row[]> {
  const workloads: Record<string, () => Promise<Row[]>> = {
    W3: async () => measureRequests(bench, listTickets(bench)),
    W2: async () => measureRequests(bench, await openTicket(bench)),
    W1: async () => measureRequests(bench, await postComment(bench)),
    W4: () => measurePush(bench),
    W5: () => measureMail(bench),
  };
  const rows: Row[] = [];
  for (const [name, work] of Object.entries(workloads)) {
    if (!wanted.includes(name)) continue;
    const startedAt = performance.now();
    rows.push(...(await work()));
    say(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
  return rows;
}
