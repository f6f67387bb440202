import pg from 'pg';

/**
 * Moments at which the process ends itself, found from outside the desk: by the statements that it sends. BEFORE_COMMIT and
 * AFTER_COMMIT: of the transaction that the statement stands in; BEFORE: instead of sending the statement.
 */
export const killPoints = {
  'mail written, not committed': { statement: /insert into inbound_message/u, at: 'BEFORE_COMMIT' },
  'mail committed, 250 not said': { statement: /insert into inbound_message/u, at: 'AFTER_COMMIT' },
  'decided, not committed': { statement: /update inbound_message m set\s+status =/u, at: 'BEFORE_COMMIT' },
  'decided and committed, job not ended': { statement: /update inbound_message m set\s+status =/u, at: 'AFTER_COMMIT' },
  'outbound written, not committed': { statement: /insert into outbound_message/u, at: 'BEFORE_COMMIT' },
  'outbound committed': { statement: /insert into outbound_message/u, at: 'AFTER_COMMIT' },
  'outbound 250, not noted': { statement: /update outbound_message o set status/u, at: 'BEFORE' },
} as const satisfies Record<string, { statement: RegExp; at: 'BEFORE_COMMIT' | 'AFTER_COMMIT' | 'BEFORE' }>;

export type KillPoint = keyof typeof killPoints;

const die = () => process.kill(process.pid, 'SIGKILL');

/** From now on: the next time that this process comes to the point, it is gone, without a word to anybody. */
export function openKillPoints(): (point: KillPoint) => void {
  let armed: (typeof killPoints)[KillPoint] | null = null;
  /** Connections whose transaction has the statement in it. */
  const within = new WeakSet<object>();
  const send = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const watched = function query(this: object, ...args: unknown[]): unknown {
    const text = textOf(args[0]);
    if (armed?.statement.test(text)) {
      if (armed.at === 'BEFORE') die();
      within.add(this);
    }
    const commits = /^commit/iu.test(text) && within.has(this);
    if (commits && armed?.at === 'BEFORE_COMMIT') die();
    const answer = Reflect.apply(send, this, args);
    // Told before whoever asked: nobody has heard of the commit yet.
    if (commits && armed?.at === 'AFTER_COMMIT') void (answer as Promise<unknown>).then(die);
    return answer;
  };
  Object.assign(pg.Client.prototype, { query: watched });
  return (point) => (armed = killPoints[point]);
}

function textOf(first: unknown): string {
  return typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '');
}
