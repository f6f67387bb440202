import { parseArgs } from 'node:util';
import { fullPlan, openBench, quickPlan, type Plan } from './bench.ts';
import { keepReport, reportOf, tableOf, type Row } from './report.ts';
import { listTickets } from './workloads/list-tickets.ts';
import { openTicket } from './workloads/open-ticket.ts';
import { postComment } from './workloads/post-comment.ts';
import { measurePush } from './workloads/push.ts';
import { measureMail } from './workloads/take-mail.ts';
import { measureRequests } from './workloads/requests.ts';

const usage = `pnpm bench [--quick] [--tickets N] [--only W1,W4] [--watchers N,…] [--profile DIRECTORY]

Measures the desk beside its physical limits, in one run. Takes some minutes; --quick some seconds.`;

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  options: {
    quick: { type: 'boolean' },
    tickets: { type: 'string' },
    only: { type: 'string' },
    watchers: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean' },
  },
});
// Ended by exit, so that PostgreSQL and its directory go, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (values.help) console.log(usage);
else await run();

async function run(): Promise<void> {
  const plan: Plan = { ...(values.quick ? quickPlan : fullPlan) };
  if (values.tickets) plan.tickets = Number(values.tickets);
  if (values.watchers) plan.watchers = values.watchers.split(',').map(Number);
  const wanted = values.only?.split(',') ?? ['W1', 'W2', 'W3', 'W4', 'W5'];
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const bench = await openBench(plan, say, values.profile);
  try {
    const workloads: Record<string, () => Promise<Row[]>> = {
      W3: async () => measureRequests(bench, listTickets(bench)),
      W2: async () => measureRequests(bench, await openTicket(bench)),
      W1: async () => measureRequests(bench, await postComment(bench)),
      W4: () => measurePush(bench),
      W5: () => measureMail(bench),
    };
    const rows: Row[] = [];
    for (const [name, measure] of Object.entries(workloads)) {
      if (!wanted.includes(name)) continue;
      say(`${name} …`);
      rows.push(...(await measure()));
    }
    rows.sort((a, b) => a.workload.localeCompare(b.workload) || a.clients - b.clients);
    const { rows: version } = await bench.sql.query<{ server_version: string }>('show server_version');
    const report = reportOf(rows, { args, tickets: plan.tickets, postgres: version[0]?.server_version ?? '' });
    keepReport(report);
    console.log(tableOf(report));
  } finally {
    await bench.close();
  }
}
