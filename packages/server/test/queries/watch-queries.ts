import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** Texts by the file of `src` that sent them, such as `features/tickets/ticket.reader.ts`. */
export type SeenQueries = Map<string, Set<string>>;

/** Notes every SELECT that this process sends to PostgreSQL from now on, until `stop`. */
export function watchQueries(): { seen: SeenQueries; stop(): void } {
  const seen: SeenQueries = new Map();
  const original = pg.Client.prototype.query;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  pg.Client.prototype.query = function watched(this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === 'string' ? first : (first as { text?: string })?.text;
    const from = text !== undefined && isRead(text) ? senderIn(new Error('Where from?').stack ?? '') : null;
    if (text !== undefined && from !== null) {
      const texts = seen.get(from) ?? new Set();
      seen.set(from, texts.add(text));
    }
    return Reflect.apply(original, this, args);
  } as typeof original;
  const stop = () => {
    pg.Client.prototype.query = original;
    Error.stackTraceLimit = stackTraceLimit;
  };
  return { seen, stop };
}

const isRead = (text: string) =>
  /^\s*(select|with)\b/iu.test(text) &&
  !/\b(insert into|update\s+\w+\s+\w*\s*set|delete from|for update)\b/iu.test(text);

/** The reader that was asked, where one reader asks another; else the innermost file that is a feature's or reads the log. */
function senderIn(stack: string): string | null {
  const files = [...stack.matchAll(/(?:file:\/\/)?(\/[^\s():]+\.ts)/gu)]
    .map(([, file = '']) => path.relative(src, file))
    .filter((file) => /^(features|platform\/events)\//u.test(file));
  return files.findLast((file) => file.endsWith('.reader.ts')) ?? files[0] ?? null;
}
