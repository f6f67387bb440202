import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { entities } from '../../entities.ts';
import { migrations } from './migrations/index.ts';
import { PreparingClient } from './prepared-client.ts';

export type Orm = Awaited<ReturnType<typeof openOrm>>;

export type OrmOptions = {
  url: string;
  /** Connections at most. */
  poolSize: number;
  applicationName: string;
  /** What connects to PostgreSQL. @default PreparingClient */
  client?: typeof PreparingClient;
  /** Lets a transaction take as long as it needs: for migrations alone. @default false */
  unhurried?: boolean;
};

// xmin spans the cluster: a transaction that lingers would hold every reader of the log back.
const hurried =
  '-c statement_timeout=10000 -c transaction_timeout=5000 -c idle_in_transaction_session_timeout=5000 -c plan_cache_mode=force_generic_plan';

/** Opens the pool. Nothing is queried yet. */
export async function openOrm(options: OrmOptions) {
  return new MikroORM({
    entities: [...entities],
    clientUrl: options.url,
    pool: { min: 0, max: options.poolSize },
    driverOptions: {
      Client: options.client ?? PreparingClient,
      application_name: options.applicationName,
      ...(options.unhurried ? {} : { options: hurried }),
    },
    logger: () => {},
    forceUtcTimezone: true,
    extensions: [Migrator],
    schemaGenerator: { ignoreSchema: ['auth', 'pgboss', 'search'] },
    migrations: { migrationsList: migrations, snapshot: false, tableName: 'migration' },
    allowGlobalContext: false,
  });
}
