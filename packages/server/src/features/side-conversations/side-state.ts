import { sql } from 'kysely';
import type { Party, SideParticipant, SideState } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { partyJson } from '../people/index.ts';

/** A side conversation as decisions see it. */
export type SideConversationState = {
  id: string;
  ticketId: string;
  subject: string;
  state: SideState;
  /** Null: whoever it was is gone, or no agent started it. */
  createdBy: Party | null;
  /** In the order in which they joined. */
  participants: SideParticipant[];
};

/** Null: there is no such side conversation. Asks nothing about who may see it. One statement. */
export async function loadSideConversation(db: Queries, id: string): Promise<SideConversationState | null> {
  const { rows } = await sql<SideConversationState>`
    select s.id, s.ticket_id as "ticketId", s.subject, s.state,
      case when starter.id is not null then ${partyJson('starter')} end as "createdBy",
      coalesce((select jsonb_agg(jsonb_build_object('person', ${partyJson('p')}, 'address', sp.address, 'header', sp.header)
          order by sp.since, sp.person_id)
        from side_participant sp join person p on p.id = sp.person_id where sp.side_conversation_id = s.id), '[]')
        as participants
    from side_conversation s left join person starter on starter.id = s.created_by_id
    where s.id = ${id}`.execute(db);
  return rows[0] ?? null;
}
