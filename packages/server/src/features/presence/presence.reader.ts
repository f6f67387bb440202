import { sql } from 'kysely';
import type { Database } from '../../platform/database/database.ts';
import type { PresenceOf } from '../../platform/events/presence-topic.ts';
import { PRESENCE_STATES } from './presence.entity.ts';

/** Who is at these tickets now, each person once with their most telling state; in one statement. */
export async function readPresence(db: Database, ticketIds: readonly string[]): Promise<PresenceOf[]> {
  const { rows } = await sql<PresenceOf>`
    select here.ticket_id as "ticketId", here.person_id as "personId", here.state
    from (
      select p.ticket_id, p.person_id, person.name,
        (array_agg(p.state order by array_position(${[...PRESENCE_STATES]}::text[], p.state) desc))[1] as state
      from presence p join person on person.id = p.person_id and person.state = 'ACTIVE' and person.role <> 'END_USER'
      where p.ticket_id = any(${[...ticketIds]}::uuid[]) and p.expires_at > now()
      group by p.ticket_id, p.person_id, person.name) here
    order by here.ticket_id, here.name, here.person_id`.execute(db);
  return rows;
}
