import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';

const CHANNEL = 'copydesk_events';

/** A node says at most this often, in milliseconds, that the log has grown. */
const COALESCE = 20;

/** What there is to look at: the log, or who is at the tickets. */
export type Woken = 'LOG' | 'PRESENCE';

const wakeable: readonly Woken[] = ['LOG', 'PRESENCE'];

export type Notifier = {
  /** Tells the other nodes, soon and once for many calls. Never waits. */
  announce(what: Woken): void;
  close(): Promise<void>;
};

/**
 * Wakes the other nodes, and is woken by them, over one connection of its own. Only a hint, outside every business
 * transaction: while the connection is down, polling finds the events.
 */
export function openNotifier(options: { url: string; log: Logger; onNotify(what: readonly Woken[]): void }): Notifier {
  const node = randomUUID();
  let client: pg.Client | null = null;
  let closed = false;
  let waits = 100;
  let reconnect: NodeJS.Timeout | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let telling = false;
  const untold = new Set<Woken>();
  let again = false;

  const lost = (failed: pg.Client, error?: Error) => {
    if (closed || client !== failed) return;
    options.log.warn({ err: error }, 'the connection for wake-ups is down; polling meanwhile');
    client = null;
    failed.end().catch(() => undefined);
    reconnect = setTimeout(connect, waits);
    waits = Math.min(waits * 2, 5_000);
  };

  const connect = () => {
    const opening = new pg.Client({
      connectionString: options.url,
      application_name: 'copydesk wake-ups',
      keepAlive: true,
    });
    client = opening;
    opening.on('notification', ({ payload }) => {
      const [teller, ...what] = (payload ?? '').split(' ');
      if (teller !== node) options.onNotify(wakeable.filter((one) => what.includes(one)));
    });
    opening.on('error', (error) => lost(opening, error));
    opening.on('end', () => lost(opening));
    opening
      .connect()
      .then(() => opening.query(`listen ${CHANNEL}`))
      .then(() => {
        waits = 100;
        // What was announced while nobody listened.
        options.onNotify(wakeable);
      })
      .catch((error: Error) => lost(opening, error));
  };

  const announce = (what?: Woken) => {
    if (closed) return;
    if (what) untold.add(what);
    if (telling) again = true;
    else waiting ??= setTimeout(() => void tell(), COALESCE);
  };

  const tell = async () => {
    waiting = undefined;
    telling = true;
    const current = client;
    const payload = [node, ...untold].join(' ');
    untold.clear();
    await current?.query('select pg_notify($1, $2)', [CHANNEL, payload]).catch((error: Error) => lost(current, error));
    telling = false;
    // What was said meanwhile may be too late for the one that was on its way.
    if (again) announce();
    again = false;
  };

  connect();
  return {
    announce,
    async close() {
      closed = true;
      clearTimeout(waiting);
      clearTimeout(reconnect);
      await client?.end().catch(() => undefined);
    },
  };
}
