import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

// Two numbers that nobody else uses as a session lock: the desk's own, on the whole cluster.
const lockKey = '(1129271378, 1)';

/** The session that holds a cluster's lock; it dies with its process, however that ends. */
export type DeskLock = {
  release(): Promise<void>;
  /** Waits until no other session is left, a second at most: what was closed a moment ago may still be saying goodbye. */
  othersGone(): Promise<void>;
};

/**
 * Takes the cluster's lock for this process. Returns the holder's pid as a text ("another process" when unknown) if it is taken:
 * PostgreSQL knows whose connection is alive, so no pid that was given out twice can fool it. `onLost` is called when the connection
 * breaks later.
 */
export async function takeDeskLock(url: string, onLost: () => void): Promise<DeskLock | { heldBy: string }> {
  const client = new Client({
    connectionString: url,
    application_name: `copydesk ${process.pid}`,
    keepAlive: true,
  });
  let wanted = true;
  // Without a listener a broken connection would end the process.
  client.on('error', () => {});
  client.on('end', () => wanted && onLost());
  const release = async () => {
    wanted = false;
    await client.end();
  };
  try {
    await client.connect();
    const { rows } = await client.query(`select pg_try_advisory_lock${lockKey} as taken`);
    if (rows[0].taken) return { release, othersGone: () => waitForOthers(client) };
    const holder = await client.query(
      `select application_name from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted and application_name like 'copydesk %'
         and (classid::bigint, objid::bigint) = ${lockKey}`,
    );
    await release();
    return {
      heldBy: String(holder.rows[0]?.application_name ?? '').replace(/^copydesk /, 'process ') || 'another process',
    };
  } catch (error) {
    await release().catch(() => {});
    throw error;
  }
}

async function waitForOthers(client: Client): Promise<void> {
  const others = `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
  for (let tries = 0; tries < 40; tries += 1) {
    const { rowCount } = await client.query(others);
    if (rowCount === 0) return;
    await delay(25);
  }
}
