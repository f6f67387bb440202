import { doorKey } from '../auth/authenticate.ts';
import type { Viewer } from '../viewer.ts';
import { CLOSE, type Connection } from './connection.ts';
import type { LiveSource } from './live-source.ts';
import { classOf } from './viewer-class.ts';

/** People remembered as changed; beyond that everybody counts as changed. */
const REMEMBERED = 10_000;

/**
 * The open sockets by the people behind them. When what somebody may see changes, or their door closes, all their
 * sockets on this node are brought up to date before any later event is delivered.
 */
export class Doors {
  readonly #source: LiveSource;
  readonly #connections = new Map<string, Set<Connection>>();
  /** When somebody's access was last brought up to date, by a clock that counts such changes. */
  readonly #changedAt = new Map<string, number>();
  #clock = 0;
  #forgottenUntil = 0;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  get all(): Connection[] {
    return [...this.#connections.values()].flatMap((connections) => [...connections]);
  }

  /** Taken before somebody is authenticated, and given to `add`. */
  get clock(): number {
    return this.#clock;
  }

  /** A socket is open. What changed while its viewer was being authenticated is looked up again. */
  async add(connection: Connection, since: number): Promise<void> {
    const { id } = connection.viewer;
    const known = this.#connections.get(id);
    if (known) known.add(connection);
    else this.#connections.set(id, new Set([connection]));
    if (since < this.#forgottenUntil || (this.#changedAt.get(id) ?? 0) > since) await this.reload([connection]);
  }

  remove(connection: Connection): void {
    const { id } = connection.viewer;
    const own = this.#connections.get(id);
    own?.delete(connection);
    if (own?.size === 0) this.#connections.delete(id);
  }

  /** The access of these people has changed. */
  async changed(personIds: ReadonlySet<string>): Promise<void> {
    this.#clock += 1;
    if (this.#changedAt.size > REMEMBERED) {
      this.#changedAt.clear();
      this.#forgottenUntil = this.#clock;
    }
    for (const id of personIds) this.#changedAt.set(id, this.#clock);
    await this.reload([...personIds].flatMap((id) => [...(this.#connections.get(id) ?? [])]));
  }

  /** Asks the database who stands behind these sockets now. When it does not answer, they have to come back. */
  async reload(connections: readonly Connection[]): Promise<void> {
    if (connections.length === 0) return;
    let viewers;
    try {
      viewers = await this.#source.reloadViewers(connections.map(({ viewer }) => viewer.door));
    } catch {
      for (const connection of connections) connection.close(CLOSE.DRAINING, 'Who you are could not be checked');
      return;
    }
    for (const connection of connections) {
      const now = viewers.get(doorKey(connection.viewer.door));
      if (now === 'EXPIRED') connection.close(CLOSE.EXPIRED, 'The session has run out');
      else if (now === undefined || now === 'REVOKED') connection.close(CLOSE.REVOKED, 'Signed out');
      else admit(connection, now);
    }
  }
}

/** Goes on as the viewer is now. */
function admit(connection: Connection, now: Viewer): void {
  const before = connection.viewer;
  connection.viewer = now;
  if (classOf(before, false) === classOf(now, false)) return;
  for (const subscriber of connection.subscribers) subscriber.viewerChanged();
}
