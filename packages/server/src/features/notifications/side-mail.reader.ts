import { sql } from 'kysely';
import type { SideHeader, SideTold } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import type { AttachedFile } from './event-page.ts';
import { makeReplyToken } from './reply-address.ts';

/** So many ids of either kind stand in References, the newest. */
const THREAD_LIMIT = 5;

/** A message of a side conversation that is to be told. */
export type SideMessageToTell = {
  id: string;
  sideConversationId: string;
  ticketId: string;
  subject: string;
  authorId: string | null;
  bodyText: string;
  bodyHtml: string | null;
  createdAt: string;
  told: readonly SideTold[];
  /** Whom it named, as it was. */
  recipients: readonly { name: string; address: string; header: SideHeader }[];
  participantIds: readonly string[];
  /** It is not the first of its side conversation. */
  isAnswer: boolean;
  attachments: readonly AttachedFile[];
  /** Message-IDs of mails that came in before it, by people whom the others know of; oldest first. */
  received: readonly string[];
};

export async function readSideMessages(db: Queries, ids: readonly string[]): Promise<SideMessageToTell[]> {
  const { rows } = await sql<SideMessageToTell>`
    select m.id, s.id as "sideConversationId", s.ticket_id as "ticketId", s.subject, m.author_id as "authorId",
      m.body_text as "bodyText", m.body_html as "bodyHtml", to_jsonb(m.created_at) #>> '{}' as "createdAt", m.told,
      coalesce((select jsonb_agg(jsonb_build_object('name', coalesce(p.name, ''), 'address', r.one ->> 'address',
          'header', r.one ->> 'header') order by r.place)
        from jsonb_array_elements(m.recipients) with ordinality as r(one, place)
          left join person p on p.id = (r.one ->> 'personId')::uuid), '[]') as recipients,
      coalesce((select jsonb_agg(sp.person_id) from side_participant sp where sp.side_conversation_id = s.id), '[]')
        as "participantIds",
      exists (select from side_message e where e.side_conversation_id = s.id and e.id < m.id) as "isAnswer",
      coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'size', a.size) order by a.id)
        from attachment a where a.side_message_id = m.id), '[]') as attachments,
      coalesce((select jsonb_agg(x.message_id order by x.id) from (
        select e.id, i.message_id from side_message e join inbound_message i on i.id = e.inbound_message_id
        where e.side_conversation_id = s.id and e.id <= m.id and e.shown and i.message_id is not null
        order by e.id desc limit ${THREAD_LIMIT}) x), '[]') as received
    from side_message m join side_conversation s on s.id = m.side_conversation_id
    where m.id = any(${[...ids]}::uuid[]) order by m.id`.execute(db);
  return rows;
}

export type SidePerson = { sideConversationId: string; personId: string };

/** What a person answers a side conversation by, and what they were sent of it before; oldest first. */
export type SideThread = { token: string; sent: string[] };

/** By `sideConversationId:personId`; tokens that are missing are issued. One statement. */
export async function issueSideTokens(db: Queries, pairs: readonly SidePerson[]): Promise<Map<string, SideThread>> {
  if (pairs.length === 0) return new Map();
  const wanted = JSON.stringify(pairs.map((pair) => ({ ...pair, token: makeReplyToken() })));
  const { rows } = await sql<SidePerson & SideThread>`
    with wanted as (
      select distinct on ("sideConversationId", "personId") *
      from jsonb_to_recordset(${wanted}::jsonb) as r("sideConversationId" uuid, "personId" uuid, token text)),
    issued as (
      insert into side_reply_address (token, side_conversation_id, person_id)
      select token, "sideConversationId", "personId" from wanted
      on conflict (side_conversation_id, person_id) do nothing returning token, side_conversation_id, person_id),
    known as (
      select token, side_conversation_id, person_id from issued
      union all
      select a.token, a.side_conversation_id, a.person_id from side_reply_address a
        join wanted w on w."sideConversationId" = a.side_conversation_id and w."personId" = a.person_id)
    select k.token, k.side_conversation_id as "sideConversationId", k.person_id as "personId",
      coalesce((select jsonb_agg(x.message_id order by x.id) from (
        select o.id, o.message_id from outbound_message o join side_message m on m.id = o.side_message_id
        where m.side_conversation_id = k.side_conversation_id and o.person_id = k.person_id and o.status <> 'FAILED'
        order by o.id desc limit ${THREAD_LIMIT}) x), '[]') as sent
    from known k`.execute(db);
  return new Map(
    rows.map(({ sideConversationId, personId, ...thread }) => [`${sideConversationId}:${personId}`, thread]),
  );
}
