import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

export type TurnOptions = {
  url: string;
  /** Whose turn it is: one process at a time has the turn of a name. */
  name: string;
  log: Logger;
  everyMs: number;
  /** Called again and again while this process has the turn. What it asks over the connection proves that it still has. */
  tick(connection: pg.Client): Promise<void>;
  /** The turn is gone: another process may have it by now. */
  lost(): Promise<void>;
};

/**
 * Work that lasts, on one node at a time: the turn is an advisory lock of a session of its own, which ends with the
 * process, so that another node takes over within `everyMs`. Whoever loses the database for a moment may not know at once:
 * what is done in a turn must bear being done twice.
 */
export function takeTurns({ url, name, log, everyMs, tick, lost }: TurnOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let connection: pg.Client | null = null;
  let held = false;

  const drop = async () => {
    const dropped = connection;
    const had = held;
    connection = null;
    held = false;
    if (had) await lost();
    await dropped?.end().catch(() => undefined);
  };
  const connect = async () => {
    const opening = new pg.Client({
      connectionString: url,
      application_name: `copydesk ${name}`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    });
    // The next query fails, and says so.
    opening.on('error', () => undefined);
    connection = opening;
    await opening.connect();
    return opening;
  };
  const round = async () => {
    const asked = connection ?? (await connect());
    if (!held) {
      const { rows } = await asked.query<{ taken: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
        [`turn:${name}`],
      );
      held = rows[0]?.taken ?? false;
    }
    if (held) await tick(asked);
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      await round().catch(async (error: unknown) => {
        log.warn({ err: error, turn: name }, 'A turn was lost or could not be taken; it is tried again.');
        await drop();
      });
      await pause(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
    await drop();
  };
  const running = run();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
