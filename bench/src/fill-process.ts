import pg from 'pg';
import { openDeskForCommand } from '@copydesk/server/src/cli/open-desk.ts';
import { readConfig } from '@copydesk/server/src/config.ts';
import { bulkDemo } from '@copydesk/server/src/demo/bulk-demo.ts';

/** Fills a database with so many tickets, in a process of its own: the desk that is measured begins with a clean memory. */
const [url = '', tickets = '0'] = process.argv.slice(2);
const config = readConfig({ DATABASE_URL: url, SECRET: 'a secret for one run of the benchmark' });
const desk = await openDeskForCommand(config);
await bulkDemo(desk, { tickets: Number(tickets), log: (text) => process.send!({ log: text }) });
await desk.close();

if (Number(tickets) >= 10_000) await settle();
process.send!({ filled: true });
process.disconnect();

/** What PostgreSQL would else do by itself some minutes later, in the midst of a measurement. */
async function settle(): Promise<void> {
  const sql = new pg.Client(url);
  await sql.connect();
  await sql.query('vacuum');
  await sql.query('checkpoint');
  await sql.end();
}
