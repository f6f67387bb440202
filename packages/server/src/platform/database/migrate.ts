import type { Orm } from './orm.ts';

/** Brings the tables up to this version's, all migrations in one transaction: a failure leaves them as they were. */
export async function migrate(orm: Orm): Promise<string[]> {
  const done = await orm.migrator.up();
  return done.map((migration) => migration.name);
}
