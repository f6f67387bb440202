import { Client } from 'pg';
import { openOrm } from './orm.ts';

// Two numbers that nobody else uses as a session lock.
const lockKey = '(1129271378, 2)';

/**
 * Brings the tables up to this version's. All migrations run in one transaction: a failure leaves them as they were.
 * Nodes that start at once wait for the one that migrates.
 */
export async function migrate(url: string): Promise<void> {
  const keeper = new Client({ connectionString: url, application_name: 'copydesk migration' });
  await keeper.connect();
  try {
    await keeper.query(`select pg_advisory_lock${lockKey}`);
    const orm = await openOrm({ url, poolSize: 1, applicationName: 'copydesk migration', unhurried: true });
    try {
      await orm.migrator.up();
    } finally {
      await orm.close(true);
    }
  } finally {
    await keeper.end();
  }
}
