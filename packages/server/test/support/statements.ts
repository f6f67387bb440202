import pg from 'pg';

/** Counts every statement that this process sends to PostgreSQL while `work` runs, transaction control included. */
export async function statementsOf<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    statements.push(typeof first === 'string' ? first : ((first as { text?: string })?.text ?? '(stream)'));
    return Reflect.apply(original, this, args);
  } as typeof original;
  try {
    return { result: await work(), statements };
  } finally {
    pg.Client.prototype.query = original;
  }
}

/** What a running desk says by itself, whatever it is asked: the log, other nodes, jobs. */
export const ownRhythm = /pgboss|event_consumer|from event|pg_snapshot|listen|notify/iu;
