import { apiError } from './errors.ts';

/** What a reader hands to a connection type. `totalCount` is asked only when a client selects it. */
export type Connection<Row> = {
  edges: { node: Row; cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: () => Promise<number | null>;
};

/** The kinds of values that an order is made of. */
type Kind = 'uuid' | 'moment' | 'int' | 'text';

const shapes: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  moment: (value) => typeof value === 'string' && isMoment(value),
  int: (value) => Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_647,
  text: (value) => typeof value === 'string' && !value.includes('\0'),
};

/** As PostgreSQL writes a moment: what is no day of the calendar it does not read. */
function isMoment(text: string): boolean {
  const [, day = '', time] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::[0-5]\d){0,2}$/u.exec(text) ?? [];
  const moment = new Date(`${day}T${time}Z`);
  return !Number.isNaN(moment.getTime()) && day > '0000' && moment.toISOString().startsWith(`${day}T${time}`);
}

/** The place of a row in an order: the values of its keys, as the reader compares them. */
export type Cursor = readonly (string | number)[];

export type CursorCodec = {
  encode(values: Cursor): string;
  /** Throws BAD_REQUEST, naming the argument, for a text that is no cursor of this order. */
  decode(text: string, argument: string): Cursor;
};

/** The cursors of one order, such as `cursorOf('moment', 'uuid')` for (updated_at, id). */
export function cursorOf(...kinds: Kind[]): CursorCodec {
  return {
    encode: (values) => Buffer.from(JSON.stringify(values)).toString('base64url'),
    decode(text, argument) {
      const values = text.length > 2_000 ? null : parseJson(Buffer.from(text, 'base64url').toString('utf8'));
      const fits =
        Array.isArray(values) && values.length === kinds.length && kinds.every((kind, at) => shapes[kind](values[at]));
      if (!fits) throw apiError('BAD_REQUEST', `Argument "${argument}" is not a cursor of this list.`);
      return values as Cursor;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export type PageArguments = {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
};

/** A page that was asked for. A reader fetches `size + 1` rows from `from` on, in the direction. */
export type Page = { size: number; from: Cursor | null; direction: 'FORWARD' | 'BACKWARD' };

/** Reads paging arguments: 50 unless said otherwise, 100 at most. Throws BAD_REQUEST, naming the argument. */
export function pageOf(given: PageArguments, codec: CursorCodec): Page {
  const { first, after, last, before } = withoutUndefined(given);
  const backward = last !== null || (before !== null && first === null);
  if (backward && (first !== null || after !== null)) {
    throw apiError('BAD_REQUEST', 'Give "first" and "after", or "last" and "before".');
  }
  const [name, size] = backward ? ['last', last ?? 50] : ['first', first ?? 50];
  if (size < 0 || size > 100) throw apiError('BAD_REQUEST', `Argument "${name}" must be from 0 to 100.`);
  const [place, cursor] = backward ? ['before', before] : ['after', after];
  const from = cursor === null ? null : codec.decode(cursor, place);
  return { size, from, direction: backward ? 'BACKWARD' : 'FORWARD' };
}

function withoutUndefined({ first = null, after = null, last = null, before = null }: PageArguments) {
  return { first, after, last, before };
}

/** Most documents ask for no cursor but the last: one is made when it is asked for. */
class Edge<Row> {
  readonly node: Row;
  readonly #cursorOf: (row: Row) => string;

  constructor(node: Row, cursor: (row: Row) => string) {
    this.node = node;
    this.#cursorOf = cursor;
  }

  get cursor(): string {
    return this.#cursorOf(this.node);
  }
}

/**
 * A connection of the rows that a reader fetched for the page, one more than its size where there are more. Rows of a
 * backward page come in reading direction, nearest to `before` first, and are turned round here.
 */
export function connectionOf<Row>(
  page: Page,
  fetched: readonly Row[],
  cursor: (row: Row) => string,
  totalCount: () => Promise<number | null> = async () => null,
): Connection<Row> {
  const more = fetched.length > page.size;
  const rows = fetched.slice(0, page.size);
  if (page.direction === 'BACKWARD') rows.reverse();
  const edges = rows.map((node) => new Edge(node, cursor));
  const [ahead, behind] = [more, page.from !== null];
  return {
    edges,
    pageInfo: {
      hasNextPage: page.direction === 'FORWARD' ? ahead : behind,
      hasPreviousPage: page.direction === 'FORWARD' ? behind : ahead,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount,
  };
}

/** What somebody sees of a list that is not theirs to see. */
export function emptyConnection(): Connection<never> {
  return connectionOf({ size: 0, from: null, direction: 'FORWARD' }, [], () => '');
}
