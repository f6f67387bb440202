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
    order by e.id desc limit $1) x), '[]') as received
from side_message m join side_conversation s on s.id = m.side_conversation_id
where m.id = any($2::uuid[]) order by m.id;
-- attachment by attachment_side_message_id_index
-- inbound_message by inbound_message_pkey
-- person by person_pkey
-- side_conversation by side_conversation_pkey
-- side_message by side_message_conversation
-- side_message by side_message_pkey
-- side_participant by side_participant_pkey
