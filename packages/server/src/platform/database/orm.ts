import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { entities } from '../../entities.ts';
import { migrations } from './migrations/index.ts';
import { PreparingClient } from './prepared-client.ts';

export type Orm = Awaited<ReturnType<typeof openOrm>>;

/** Opens the pool. `poolSize` is connections, of which live updates and jobs take one each. Nothing is queried yet. */
export async function openOrm(options: { url: string; poolSize: number; applicationName: string }) {
  return new MikroORM({
    entities: [...entities],
    clientUrl: options.url,
    pool: { min: 0, max: options.poolSize },
    driverOptions: {
      Client: PreparingClient,
      application_name: options.applicationName,
      // xmin spans the cluster: a transaction that lingers would hold every reader of the log back.
      options: '-c statement_timeout=10000 -c idle_in_transaction_session_timeout=5000',
      // JSON and timestamps as they are; bigint and xid8 stay text, for they do not fit a number.
    },
    logger: () => {},
    forceUtcTimezone: true,
    extensions: [Migrator],
    schemaGenerator: { ignoreSchema: ['auth', 'pgboss'] },
    migrations: { migrationsList: migrations, snapshot: false, tableName: 'migration' },
    allowGlobalContext: false,
  });
}
