import { sql, type RawBuilder } from 'kysely';

/**
 * `= one` or `= any (many)`, to stand behind a column of that type. One value is by far the most frequent, and as a list
 * PostgreSQL would expect ten rows of it and plan the statement anew each time, though it is prepared.
 */
export function among(values: readonly string[], type: 'uuid' | 'text' = 'uuid'): RawBuilder<boolean> {
  const [only] = values;
  if (values.length === 1) return sql`= ${only}::${sql.raw(type)}`;
  return sql`= any(${[...values]}::${sql.raw(`${type}[]`)})`;
}
