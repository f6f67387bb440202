import type { Visibility } from '@copydesk/rules';
import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { visibleTo } from '../tickets/index.ts';

export type SaveDraft = { ticketId: string; visibility: Visibility; body: string };

const LONGEST = 200_000;

/**
 * Keeps what somebody is writing on a ticket, in one statement. It is no event: nobody hears of it.
 *
 * @throws Refusal NOT_FOUND for a ticket that is not theirs to see, INVALID for a text that is too long
 */
export async function saveDraft({ db }: Desk, actor: Viewer, { ticketId, visibility, body }: SaveDraft): Promise<void> {
  if (body.length > LONGEST) throw Refusal.of('INVALID', 'The draft is too long to be kept.', ['body']);
  const write =
    body.trim() === ''
      ? sql`delete from draft d where d.ticket_id = ${ticketId} and d.person_id = ${actor.id}
          and d.visibility = ${visibility}`
      : sql`insert into draft (ticket_id, person_id, visibility, body)
          select id, ${actor.id}::uuid, ${visibility}, ${body} from seen
          on conflict (ticket_id, person_id, visibility) do update
            set body = excluded.body, updated_at = now()`;
  const { rows } = await sql<{ found: boolean }>`
    with seen as materialized (select t.id from ticket t where t.id = ${ticketId} and ${visibleTo(actor)}),
    written as (${write})
    select exists (select from seen) as found`.execute(db);
  if (!rows[0]?.found) {
    throw Refusal.of('NOT_FOUND', 'There is no such ticket, or it is not yours to see.', ['ticketId']);
  }
}
