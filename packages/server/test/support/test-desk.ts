import pino from 'pino';
import type { JobKind } from '../../src/platform/jobs/jobs.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { readConfig } from '../../src/config.ts';
import { databaseOf } from '../../src/platform/database/database.ts';
import { openOrm } from '../../src/platform/database/orm.ts';
import { testDatabase } from './test-database.ts';

export type TestDesk = Desk & {
  url: string;
  /** Jobs that were sent, in order: this desk runs none. */
  sent: { kind: JobKind; payload: unknown }[];
  woken: string[][];
  close(): Promise<void>;
};

/** A desk on its own database, without doors and without workers: what operations need, and nothing that runs by itself. */
export async function testDesk(environment: Record<string, string> = {}): Promise<TestDesk> {
  const database = await testDatabase();
  const orm = await openOrm({ url: database.url, poolSize: 5, applicationName: 'copydesk test' });
  const sent: TestDesk['sent'] = [];
  const woken: string[][] = [];
  return {
    url: database.url,
    sent,
    woken,
    config: readConfig({ DATABASE_URL: database.url, SECRET: 'test-secret-of-sufficient-length', ...environment }),
    log: pino({ level: 'silent' }),
    orm,
    db: databaseOf(orm),
    epoch: 1,
    dns: null,
    jobs: {
      send: async (kind, payload) => void sent.push({ kind, payload }),
      sendAll: async (kind, payloads) => void sent.push(...payloads.map((payload) => ({ kind, payload }))),
      work: async () => {},
      nudge: () => {},
      stop: async () => {},
    },
    wake: (ticketIds) => void woken.push([...ticketIds]),
    async close() {
      await orm.close(true);
      await database.drop();
    },
  };
}
