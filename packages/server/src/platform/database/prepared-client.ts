import { createHash } from 'node:crypto';
import pg from 'pg';

/** Texts that are prepared; the first so many that come a second time. PostgreSQL keeps each for every connection. */
const MOST = 300;

const names = new Map<string, string>();
const seenOnce = new Set<string>();

/**
 * The name under which a text is prepared; undefined: it is planned each time it is sent. Only what comes again is worth
 * it, and texts without end (lists of different lengths, say) must not fill the server's memory.
 */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST) return known;
  if (!seenOnce.delete(text)) {
    if (seenOnce.size >= MOST * 4) seenOnce.clear();
    seenOnce.add(text);
    return undefined;
  }
  const name = `s${createHash('sha256').update(text).digest('base64url').slice(0, 30)}`;
  names.set(text, name);
  return name;
}

/**
 * A connection that prepares the statements which are sent again and again: parsing and planning our larger ones takes
 * PostgreSQL longer than running them.
 */
export class PreparingClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values] = args;
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? statementName(text) : undefined;
    // Its overloads are all one here: what is given goes on, and what comes back is returned.
    return Reflect.apply(
      super.query as (...all: unknown[]) => never,
      this,
      name === undefined ? args : [{ name, text, values }, ...args.slice(2)],
    );
  }
}
