// Fails when a database that the migrations made differs from what the entities describe. Run by `pnpm check`.
import { startTestCluster } from './embedded/test-cluster.ts';
import { migrate } from './migrate.ts';
import { openOrm } from './orm.ts';

const cluster = await startTestCluster();
await migrate(cluster.url);
const orm = await openOrm({ url: cluster.url, poolSize: 2, applicationName: 'copydesk check' });
try {
  const difference = (await orm.schema.getUpdateSchemaSQL()).replace("set names 'utf8';", '').trim();
  if (difference !== '') {
    console.error(`The migrations leave this undone:\n\n${difference}`);
    process.exitCode = 1;
  }
} finally {
  await orm.close(true);
  await cluster.close();
}
