import type { Bench } from '../bench.ts';
import { timeOfDayOffset, type Round } from '../measure.ts';

/**
 * Events and their frames. Socket i watches part i of so many (a ticket); `starts[part][n]` is when the part's n-th event
 * was committed or sent, `arrived[n][i]` when it came to the socket; all by `machineClock`.
 */
export type Observed = { starts: readonly (readonly number[])[]; arrived: readonly Float64Array[] };

/** Of each frame, in milliseconds. */
export function latenciesOf({ starts, arrived }: Observed): number[] {
  return arrived.flatMap((came, event) =>
    [...came].flatMap((at, socket) => (at === 0 ? [] : at - starts[socket % starts.length]![event]!)),
  );
}

/** Of each event, until its last frame came. */
export function delaysOf({ starts, arrived }: Observed): number[] {
  return arrived.flatMap((came, event) => {
    const last = new Map<number, number>();
    for (const [socket, at] of came.entries()) {
      const part = socket % starts.length;
      if (at > (last.get(part) ?? 0)) last.set(part, at);
    }
    return [...last].map(([part, at]) => at - starts[part]![event]!);
  });
}

/** The time that counts for the rate is that from each event's start to its last frame. */
export function roundOf(all: readonly Observed[]): Round {
  const latencies = all.flatMap(latenciesOf);
  const ms = all.flatMap(delaysOf).reduce((sum, delay) => sum + delay, 0);
  return { done: latencies.length, ms, latencies };
}

/** When the last comments of tickets were committed, as PostgreSQL noted: made before they are written, asked after. */
export function commitClock({ sql }: Bench) {
  const offset = timeOfDayOffset();
  return async (ticketIds: readonly string[], ofEach: number): Promise<number[][]> => {
    const drift = (timeOfDayOffset() - offset) / 2;
    const { rows } = await sql.query<{ id: string; at: number }>(
      `select ticket_id as id, (extract(epoch from pg_xact_commit_timestamp(xid::xid)) * 1000)::float8 as at
        from (select *, row_number() over (partition by ticket_id order by seq desc) as newest
          from event where ticket_id = any($1) and type = 'comment.added') e
        where newest <= $2 order by ticket_id, seq`,
      [ticketIds, ofEach],
    );
    const starts = Map.groupBy(rows, ({ id }) => id);
    return ticketIds.map((id) => (starts.get(id) ?? []).map(({ at }) => at - offset - drift));
  };
}
