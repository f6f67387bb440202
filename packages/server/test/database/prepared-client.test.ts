import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { among } from '../../src/platform/database/among.ts';
import { databaseOf } from '../../src/platform/database/database.ts';
import { openOrm } from '../../src/platform/database/orm.ts';
import { testDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let orm: Awaited<ReturnType<typeof openOrm>>;
beforeAll(async () => {
  database = await testDatabase();
  orm = await openOrm({ url: database.url, poolSize: 1, applicationName: 'prepared test' });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

async function prepared(like: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_prepared_statements where statement like ${like}
      and statement not like '%pg_prepared_statements%'`.execute(databaseOf(orm));
  return rows[0]!.count;
}

it('prepares what comes again, once, and answers as before', async () => {
  const db = databaseOf(orm);
  const ask = async (value: number) =>
    (await sql<{ twice: number }>`select ${value}::int * 2 as twice`.execute(db)).rows[0]?.twice;
  expect(await ask(1)).toBe(2);
  expect(await prepared('%as twice%')).toBe(0);
  expect([await ask(2), await ask(3), await ask(4)]).toEqual([4, 6, 8]);
  expect(await prepared('%as twice%')).toBe(1);
});

it('goes on after a prepared statement has failed, in and outside a transaction', async () => {
  const db = databaseOf(orm);
  const divide = (by: number) => sql<{ result: number }>`select 6 / ${by}::int as result`.execute(db);
  await divide(1);
  await divide(2);
  await expect(divide(0)).rejects.toThrow('division by zero');
  expect((await divide(3)).rows).toEqual([{ result: 2 }]);
  const failing = db.transaction().execute((trx) => sql`select 6 / ${0}::int as result`.execute(trx));
  await expect(failing).rejects.toThrow('division by zero');
  expect((await divide(6)).rows).toEqual([{ result: 1 }]);
});

it('finds one, many and none', async () => {
  const db = databaseOf(orm);
  const found = async (wanted: string[]) =>
    (
      await sql<{ v: string }>`select v from unnest(array['a', 'b', 'c']) v where v ${among(wanted, 'text')}`.execute(
        db,
      )
    ).rows.map(({ v }) => v);
  expect(await found(['b'])).toEqual(['b']);
  expect(await found(['c', 'a'])).toEqual(['a', 'c']);
  expect(await found([])).toEqual([]);
});
