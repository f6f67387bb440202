import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import pg from 'pg';

type Counts = { requests: number; statements: number; background: number };

/** Counts what this process sends to PostgreSQL: on behalf of its HTTP requests, and by itself. */
export function countStatements(): Counts {
  const counts: Counts = { requests: 0, statements: 0, background: 0 };
  // What a request has started and left behind when it is answered (live updates, mails) is not the request's any more.
  const request = new AsyncLocalStorage<{ answered: boolean }>();
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { response: ServerResponse };
    const state = { answered: false };
    response.once('finish', () => (state.answered = true));
    counts.requests += 1;
    request.enterWith(state);
  });
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    counts[request.getStore()?.answered === false ? 'statements' : 'background'] += 1;
    return Reflect.apply(original, this, args);
  } as typeof original;
  return counts;
}
