import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** As PostgreSQL writes a moment to us: in UTC, to the microsecond, without zeros at the end. */
const inUtc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/u;

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

function parse(value: unknown): Date {
  const moment = typeof value === 'string' && rfc3339.test(value) ? new Date(value) : null;
  if (moment && !Number.isNaN(moment.getTime())) return moment;
  throw new GraphQLError('DateTime must be an RFC 3339 moment such as 2026-01-31T09:30:00Z.');
}

/** A moment. Rows carry it as a Date or as PostgreSQL's text; clients get RFC 3339 in UTC, to the millisecond. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    if (typeof value === 'string' && inUtc.test(value)) {
      return `${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`;
    }
    const moment = value instanceof Date ? value : new Date(String(value));
    return moment.toISOString();
  },
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
});
