import { sql, type RawBuilder } from 'kysely';
import { may, type SideHeader, type SideState, type SideTold } from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Context } from '../../platform/graphql/context.ts';
import { defineRowLoader, groupedBy, inOrderOf } from '../../platform/graphql/loaders.ts';
import { personJson, type PersonRow } from '../people/index.ts';
import { participantsOf, subjectOfRow, ticketById, type TicketRow } from '../tickets/index.ts';

/** A side conversation as resolvers pass it around; the reader has checked that the viewer may read it. */
export type SideConversationRow = {
  id: string;
  ticketId: string;
  subject: string;
  state: SideState;
  createdAt: Date | string;
  createdBy: PersonRow | null;
  participants: { person: PersonRow; address: string; header: SideHeader; since: string }[];
};

async function read(db: Queries, where: RawBuilder<boolean>): Promise<SideConversationRow[]> {
  const { rows } = await sql<SideConversationRow>`
    select s.id, s.ticket_id as "ticketId", s.subject, s.state, s.created_at as "createdAt",
      case when starter.id is not null then ${personJson('starter')} end as "createdBy",
      coalesce((select jsonb_agg(jsonb_build_object('person', ${personJson('p')}, 'address', sp.address,
          'header', sp.header, 'since', sp.since) order by sp.since, sp.person_id)
        from side_participant sp join person p on p.id = sp.person_id where sp.side_conversation_id = s.id), '[]')
        as participants
    from side_conversation s left join person starter on starter.id = s.created_by_id
    where ${where} order by s.id`.execute(db);
  return rows;
}

const anySideConversationById = defineRowLoader<string, SideConversationRow | null>(async (ids, { db }) =>
  inOrderOf(ids, await read(db, sql`s.id ${among(ids)}`), (row) => row.id),
);

const byTicketId = defineRowLoader<string, SideConversationRow[]>(async (ids, { db }) =>
  groupedBy(ids, await read(db, sql`s.ticket_id ${among(ids)}`), (row) => row.ticketId),
);

/** Those of a ticket, oldest first; none where they are not the viewer's to see. */
export async function sideConversationsOf(context: Context, ticket: TicketRow): Promise<SideConversationRow[]> {
  return (await mayRead(context, ticket)) ? byTicketId(context).load(ticket.id) : [];
}

async function mayRead(context: Context, ticket: TicketRow): Promise<boolean> {
  const subject = { ticket: subjectOfRow(ticket, await participantsOf(context, ticket)) };
  return may(context.viewer, 'side.read', subject);
}

/** A side conversation by id; null for what is not the viewer's to see. */
export async function sideConversationById(context: Context, id: string): Promise<SideConversationRow | null> {
  const side = await anySideConversationById(context).load(id);
  const ticket = side && (await ticketById(context).load(side.ticketId));
  return ticket && (await mayRead(context, ticket)) ? side : null;
}

/** What became of one mail of a message. */
export type SideDeliveryRow = Pick<SideTold, 'address' | 'header' | 'because'> & {
  sideMessageId: string;
  person: PersonRow;
  state: string;
  error: string | null;
};

/** Whom the desk wrote to about messages, or is about to, in the rules' order. */
export const deliveriesBySideMessageId = defineRowLoader<string, SideDeliveryRow[]>(async (ids, { db }) => {
  const { rows } = await sql<SideDeliveryRow>`
    select m.id as "sideMessageId", ${personJson('p')} as person, coalesce(o.address, told.one ->> 'address') as address,
      told.one ->> 'header' as header, told.one ->> 'because' as because, coalesce(o.status, 'QUEUED') as state,
      o.last_error as error
    from side_message m
      cross join lateral jsonb_array_elements(m.told) with ordinality as told(one, place)
      join person p on p.id = (told.one ->> 'personId')::uuid
      left join outbound_message o on o.side_message_id = m.id and o.person_id = p.id
    where m.id ${among(ids)} order by m.id, told.place`.execute(db);
  return groupedBy(ids, rows, (row) => row.sideMessageId);
});
