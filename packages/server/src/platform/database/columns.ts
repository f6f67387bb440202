import { p } from '@mikro-orm/core';

/** A uuidv7 primary key made by the database: time-ordered, so new rows land at the end of the index. */
export const id = () => p.uuid().primary().defaultRaw('uuidv7()');

/** A moment, with its zone, to the microsecond. */
export const moment = () => p.datetime().columnType('timestamptz');

/** The moment a row was written. */
export const writtenAt = () => moment().defaultRaw('now()');

/** `column in ('A', 'B')`, for a check that keeps a text column to the words the rules know. */
export const oneOf = (column: string, words: readonly string[]) =>
  `${column} in (${words.map((word) => `'${word}'`).join(', ')})`;
