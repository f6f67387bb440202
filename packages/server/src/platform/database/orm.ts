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
const hurried = ['statement_timeout=10000', 'transaction_timeout=5000', 'idle_in_transaction_session_timeout=5000'];

/**
 * Ways to find rows that are out of the question here: all we ask is for few rows, of tables that grow. Left to itself
 * PostgreSQL prepares a statement while a table is small, reads all of it, and goes on to do so; or plans it anew for each
 * list of ids, which takes longer than running it. This way what runs is what `packages/server/queries` shows.
 */
export const UNWANTED_WAYS = ['seqscan', 'hashjoin', 'mergejoin'] as const;
const steady = ['plan_cache_mode=force_generic_plan', ...UNWANTED_WAYS.map((way) => `enable_${way}=off`)];
const settings = [...hurried, ...steady].map((setting) => `-c ${setting}`).join(' ');

/** Opens the pool. Nothing is queried yet. */
export async function openOrm(options: OrmOptions) {
  return new MikroORM({
    entities: [...entities],
    clientUrl: options.url,
    pool: { min: 0, max: options.poolSize },
    driverOptions: {
      Client: options.client ?? PreparingClient,
      application_name: options.applicationName,
      // Statements of one connection that do not wait for one another are sent without waiting for their answers.
      pipeline: true,
      ...(options.unhurried ? {} : { options: settings }),
    },
    logger: () => {},
    forceUtcTimezone: true,
    extensions: [Migrator],
    schemaGenerator: { ignoreSchema: ['auth', 'pgboss', 'search'] },
    migrations: { migrationsList: migrations, snapshot: false, tableName: 'migration' },
    allowGlobalContext: false,
  });
}
