import type { Logger } from 'pino';
import { PreparingClient } from '../database/prepared-client.ts';
import { beginStatement, currentOperation } from './operation.ts';

/** A connection whose slow statements are logged with the operation they belong to, and whose statements are traced. */
export function watchedClient(log: Logger, slowAfterMs: number): typeof PreparingClient {
  return class WatchedClient extends PreparingClient {
    override query(...args: unknown[]): never {
      const [first] = args;
      const text = typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '');
      const span = beginStatement(text);
      const startedAt = performance.now();
      const answer = super.query(...args) as unknown;
      if (!(answer instanceof Promise)) return answer as never;
      const finish = () => {
        span?.end();
        const ms = Math.round(performance.now() - startedAt);
        if (ms < slowAfterMs) return;
        const operation = currentOperation()?.name ?? null;
        log.warn({ ms, operation, sql: text.replaceAll(/\s+/gu, ' ').trim().slice(0, 1_000) }, 'A slow query.');
      };
      answer.then(finish, finish);
      return answer as never;
    }
  };
}
