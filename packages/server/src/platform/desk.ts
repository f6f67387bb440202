import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Database } from './database/database.ts';
import type { Orm } from './database/orm.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { DnsResolver } from './mail/authenticate/dns.ts';

/** What every operation is given: the running desk, without its doors (HTTP, SMTP). */
export type Desk = {
  config: Config;
  log: Logger;
  orm: Orm;
  db: Database;
  jobs: Jobs;
  /** Asked about the senders of mails; null: nobody is. */
  dns: DnsResolver | null;
  /** The epoch of the event log on this cluster (DESIGN: rises when a dump is restored elsewhere). */
  epoch: number;
  /**
   * Tells this node's live hub and stored consumers that the log has grown, or its hub alone that somebody has come to a
   * ticket or gone. Called after commit; never waits.
   */
  wake(ticketIds: readonly string[], what?: 'LOG' | 'PRESENCE'): void;
};
