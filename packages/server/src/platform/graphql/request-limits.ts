import type { GraphQLError } from 'graphql';
import { apiError } from './errors.ts';

/** Each error of a document counts its lines: many of both take seconds. */
const DOCUMENT = { characters: 50_000, lines: 500 };
const VARIABLES = { values: 10_000, levels: 20 };

/**
 * What of a request is too much to be looked at, over HTTP and WebSocket alike; null: nothing. A document's tokens and
 * what it selects are counted when it is parsed.
 */
export function tooMuchOf(query: unknown, variables: unknown): GraphQLError | null {
  const said = (typeof query === 'string' && wrongDocument(query)) || wrongVariables(variables);
  return said ? apiError('LIMITED', said, { status: 400 }) : null;
}

function wrongDocument(query: string): string | null {
  const [characters, lines] = [DOCUMENT.characters.toLocaleString('en'), DOCUMENT.lines.toLocaleString('en')];
  if (query.length > DOCUMENT.characters)
    return `The document is too long: it has more than ${characters} characters. Send long texts as variables.`;
  if (query.split(/\r\n|[\n\r]/u, DOCUMENT.lines + 1).length > DOCUMENT.lines)
    return `The document is too long: it has more than ${lines} lines. Send long texts as variables.`;
  return null;
}

/** Level by level, as deep as the limit: nothing that a client sends runs this thread out of its stack. */
function wrongVariables(variables: unknown): string | null {
  let level = [variables];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > VARIABLES.levels) return `The variables are nested more than ${VARIABLES.levels} levels deep.`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      // The keys alone: of an object with many, its values take three times as long.
      const keys = Object.keys(value);
      count += keys.length;
      if (count > VARIABLES.values) {
        const values = VARIABLES.values.toLocaleString('en');
        return `The variables hold more than ${values} values: send shorter lists, in several requests.`;
      }
      for (const key of keys) next.push((value as Record<string, unknown>)[key]);
    }
    level = next;
  }
  return null;
}
