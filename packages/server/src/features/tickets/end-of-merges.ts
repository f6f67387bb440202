import { sql, type RawBuilder } from 'kysely';

/** SQL for the ticket that goes on in the place of one: where its merges end. Itself, if it was never merged. */
export function endOfMerges(ticketId: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(
    with recursive merged (id, into_id) as (
      select m.id, m.merged_into_id from ticket m where m.id = ${ticketId}
      union all select m.id, m.merged_into_id from merged join ticket m on m.id = merged.into_id)
    select merged.id from merged where merged.into_id is null)`;
}
