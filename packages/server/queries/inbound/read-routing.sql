select
    coalesce((select jsonb_agg(jsonb_build_object('address', a.canonical, 'departmentId', d.id,
        'matchOrder', d.policy #> '{thread,matchOrder}'))
      from address a join department d on d.id = a.department_id
      where a.canonical = any(k.addresses)), '[]') as departments,
    coalesce((select jsonb_agg(jsonb_build_object('token', r.token, 'ticketId', r.ticket_id,
        'sideConversationId', r.side_conversation_id,
        'seenByOutsiders', exists (
select from unnest(r.seen_by) seen left join address a on a.canonical = seen left join person s on s.id = a.person_id
where s.id is distinct from p.id and (p.role <> 'END_USER' or (r.side_conversation_id is null
  and (s.id is null or (s.role = 'END_USER'
    and not exists (select from ticket t where t.id = r.ticket_id and t.requester_id = s.id)
    and not exists (select from cc where cc.ticket_id = r.ticket_id and cc.person_id = s.id)))))), 'seenByOthers', exists (select from unnest(r.seen_by) seen
where not exists (select from address a where a.canonical = seen and a.person_id = p.id)), 'person', json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)),
        'addresses', coalesce((select jsonb_agg(a.canonical) from address a where a.person_id = p.id), '[]')))
      from (
        select a.token, (
  with recursive merged (id, into_id) as (
    select m.id, m.merged_into_id from ticket m where m.id = a.ticket_id
    union all select m.id, m.merged_into_id from merged join ticket m on m.id = merged.into_id)
  select merged.id from merged where merged.into_id is null) as ticket_id, null::uuid as side_conversation_id, a.person_id, a.seen_by
          from reply_address a where a.token = any(k.tokens)
        union all
        select a.token, s.ticket_id, s.id, a.person_id, a.seen_by
          from side_reply_address a join side_conversation s on s.id = a.side_conversation_id
          where a.token = any(k.tokens)) r
        join person p on p.id = r.person_id), '[]') as "replyAddresses",
    coalesce((select jsonb_agg(jsonb_build_object('messageId', m.message_id, 'ticketId', m.ticket_id,
        'sideConversationId', m.side_conversation_id, 'named', m.named) order by m.created_at desc)
      from (
        select r.message_id, (
  with recursive merged (id, into_id) as (
    select m.id, m.merged_into_id from ticket m where m.id = r.ticket_id
    union all select m.id, m.merged_into_id from merged join ticket m on m.id = merged.into_id)
  select merged.id from merged where merged.into_id is null) as ticket_id, null::uuid as side_conversation_id, r.named, r.created_at
          from message_reference r where r.message_id = any(k.answered)
        union all
        select r.message_id, s.ticket_id, s.id, '{}', r.created_at
          from side_message_reference r join side_conversation s on s.id = r.side_conversation_id
          where r.message_id = any(k.answered)) m), '[]') as "references",
    coalesce((select jsonb_agg(jsonb_build_object('number', t.number, 'ticketId', (
  with recursive merged (id, into_id) as (
    select m.id, m.merged_into_id from ticket m where m.id = t.id
    union all select m.id, m.merged_into_id from merged join ticket m on m.id = merged.into_id)
  select merged.id from merged where merged.into_id is null)))
      from ticket t where t.number = any(k.numbers)), '[]') as numbered,
    coalesce((select jsonb_object_agg(level, mails) from (
      select coalesce(m.confidence, 'LIKELY') as level, count(*)::int as mails from inbound_message m
      where m.from_address = k."from" and m.id <> k."inboundMessageId"
        and m.received_at > k."receivedAt" - interval '1 hour'
        and m.received_at <= k."receivedAt"
      group by 1) m), '{}') as others,
    coalesce((select jsonb_object_agg(ticket_id, levels) from (
      select ticket_id, jsonb_object_agg(level, mails) as levels from (
        select m.ticket_id, coalesce(m.confidence, 'LIKELY') as level, count(*)::int as mails from inbound_message m
        where m.ticket_id in (
  select (
  with recursive merged (id, into_id) as (
    select m.id, m.merged_into_id from ticket m where m.id = a.ticket_id
    union all select m.id, m.merged_into_id from merged join ticket m on m.id = merged.into_id)
  select merged.id from merged where merged.into_id is null) from reply_address a where a.token = any(k.tokens)
  union select (
  with recursive merged (id, into_id) as (
    select m.id, m.merged_into_id from ticket m where m.id = r.ticket_id
    union all select m.id, m.merged_into_id from merged join ticket m on m.id = merged.into_id)
  select merged.id from merged where merged.into_id is null) from message_reference r where r.message_id = any(k.answered)
  union select (
  with recursive merged (id, into_id) as (
    select m.id, m.merged_into_id from ticket m where m.id = t.id
    union all select m.id, m.merged_into_id from merged join ticket m on m.id = merged.into_id)
  select merged.id from merged where merged.into_id is null) from ticket t where t.number = any(k.numbers)
  union select s.ticket_id from side_conversation s where s.id in (
    select side_conversation_id from side_reply_address where token = any(k.tokens)
    union select side_conversation_id from side_message_reference where message_id = any(k.answered))) and m.status = 'DONE' and m.id <> k."inboundMessageId"
          and m.received_at > k."receivedAt" - interval '1 hour'
        group by 1, 2) m group by 1) m), '{}') as "onTickets",
    (select count(*)::int from outbound_message o
      where o.address = k."from" and o.told ->> 'mail' = 'ACKNOWLEDGEMENT' and o.status <> 'FAILED'
        and o.created_at > k."receivedAt" - interval '1 hour') as acknowledged,
    exists (select from outbound_message o where o.message_id = k."messageId") as own,
    coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'ticketId', o.ticket_id, 'commentId', o.comment_id,
        'messageId', o.message_id, 'address', o.address, 'personId', o.person_id))
      from outbound_message o where o.message_id = any(k.reported)), '[]') as reported
  from jsonb_array_elements($1::jsonb) with ordinality given(keys, place)
    cross join lateral jsonb_to_record(given.keys) as k("inboundMessageId" uuid, "receivedAt" timestamptz, "from" text, addresses text[], tokens text[],
answered text[], numbers int[], "messageId" text, reported text[])
  order by given.place;
-- address by address_person_id_index
-- address by address_pkey
-- cc by cc_pkey
-- department by department_pkey
-- department_member by department_member_pkey
-- inbound_message by inbound_message_on_ticket
-- inbound_message by inbound_message_sender
-- message_reference by message_reference_pkey
-- outbound_message by outbound_message_acknowledgements
-- outbound_message by outbound_message_message_id_unique
-- person by person_pkey
-- reply_address by reply_address_pkey
-- side_conversation by side_conversation_pkey
-- side_message_reference by side_message_reference_pkey
-- side_reply_address by side_reply_address_pkey
-- ticket by ticket_number_unique
-- ticket by ticket_pkey
