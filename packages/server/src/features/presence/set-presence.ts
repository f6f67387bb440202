import { isStaff } from '@copydesk/rules';
import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { visibleTo } from '../tickets/index.ts';
import type { PresenceState } from './presence.entity.ts';

export type SetPresence = { ticketId: string; state: PresenceState | null; clientKey: string };

/** A heartbeat holds so long: two may be lost before somebody seems to have gone. */
export const HOLDS_SECONDS = 30;
const LONGEST_KEY = 100;

/**
 * Notes that somebody of the team is at a ticket, or has left it. One statement, heartbeat after heartbeat; the live
 * hubs are told only when it changes what the others see.
 *
 * @throws Refusal FORBIDDEN for customers, NOT_FOUND for a ticket that is not theirs to see, INVALID
 */
export async function setPresence(desk: Desk, actor: Viewer, { ticketId, state, clientKey }: SetPresence) {
  if (!isStaff(actor)) throw Refusal.of('FORBIDDEN', 'Who is at a ticket is for the team.', ['ticketId']);
  if (clientKey.length > LONGEST_KEY) {
    throw Refusal.of('INVALID', `A clientKey has ${LONGEST_KEY} characters at most.`, ['clientKey']);
  }
  const own = sql`p.ticket_id = ${ticketId} and p.person_id = ${actor.id} and p.client_key = ${clientKey}`;
  const write = state
    ? sql`insert into presence as p (ticket_id, person_id, client_key, state, expires_at)
        select id, ${actor.id}::uuid, ${clientKey}, ${state}, now() + make_interval(secs => ${HOLDS_SECONDS})
        from allowed
        on conflict (ticket_id, person_id, client_key) do update set expires_at = excluded.expires_at,
          state = excluded.state, since = case when p.state = excluded.state then p.since else now() end`
    : sql`delete from presence p where ${own}`;
  const { rows } = await sql<{ found: boolean; before: PresenceState | null }>`
    with allowed as materialized (select t.id from ticket t where t.id = ${ticketId} and ${visibleTo(actor)}),
    swept as (delete from presence where ctid = any(array(
      select s.ctid from presence s where s.expires_at < now() - interval '1 minute' and s.person_id <> ${actor.id}
      limit 20 for update skip locked))),
    written as (${write})
    select exists (select from allowed) as found,
      (select p.state from presence p where ${own} and p.expires_at > now()) as before`.execute(desk.db);
  const [row] = rows;
  if (!row?.found) {
    throw Refusal.of('NOT_FOUND', 'There is no such ticket, or it is not yours to see.', ['ticketId']);
  }
  if (row.before !== state) desk.wake([ticketId], 'PRESENCE');
}
