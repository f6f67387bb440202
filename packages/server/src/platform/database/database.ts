import type { Transaction as KyselyTransaction } from 'kysely';
import type { Orm } from './orm.ts';

/** Typed queries over the pool of the ORM; table and column names are the database's. */
export type Database = ReturnType<typeof databaseOf>;
export type Tables = Database extends import('kysely').Kysely<infer T> ? T : never;
export type Transaction = KyselyTransaction<Tables>;
/** What a reader takes: it runs alone or inside somebody's transaction. */
export type Queries = Database | Transaction;

export function databaseOf(orm: Orm) {
  return orm.em.fork().getKysely();
}
