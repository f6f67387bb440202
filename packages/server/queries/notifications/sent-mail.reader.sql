select c.id as "commentId", json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) as person, coalesce(o.address, told.one ->> 'address') as address,
    told.one ->> 'header' as header, told.one ->> 'because' as because, coalesce(o.status, 'QUEUED') as state,
    o.last_error as error
  from comment c
    cross join lateral jsonb_array_elements(c.told) with ordinality as told(one, place)
    join person p on p.id = (told.one ->> 'personId')::uuid
    left join outbound_message o on o.comment_id = c.id and o.person_id = p.id and o.told ->> 'mail' <> 'CHANGE'
  where c.id = any($1::uuid[]) and (o.id is not null or exists (
    select from event e, event_consumer k
    where e.ticket_id = c.ticket_id and e.type = 'comment.added' and (e.data ->> 'commentId')::uuid = c.id
      and k.name = 'notifications' and (e.epoch, e.xid, e.id) > (k.epoch, k.xid, k.last_id)))
  order by c.id, told.place;
-- address by address_person_id_index
-- comment by comment_pkey
-- department_member by department_member_pkey
-- event by event_order
-- event_consumer by event_consumer_pkey
-- outbound_message by outbound_message_once
-- person by person_pkey

select count(*)::int as count from (
  select from outbound_message o join ticket t on t.id = o.ticket_id
  where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and (t.requester_id <> $6 or exists (select from department d where d.id = t.department_id
and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
  or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
    and d.id = any($7::uuid[])))) and o.ticket_id = $8 limit $9) counted;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- outbound_message by outbound_message_ticket_id_index
-- ticket by ticket_pkey

select count(*)::int as count from (
select from outbound_message o join ticket t on t.id = o.ticket_id
where true and true and o.ticket_id = $1 limit $2) counted;
-- outbound_message by outbound_message_ticket_id_index
-- ticket by ticket_pkey

select o.id, o.ticket_id as "ticketId", o.comment_id as "commentId", json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) as person, o.address, o.headers, o.subject,
case when exists (
  select from comment c where c.ticket_id = o.ticket_id and c.deleted_at is not null
    and (c.id = o.comment_id or o.told -> 'holds' ? c.id::text))
then '' else o.body_text end as "bodyText", case when exists (
  select from comment c where c.ticket_id = o.ticket_id and c.deleted_at is not null
    and (c.id = o.comment_id or o.told -> 'holds' ? c.id::text))
then '' else o.body_html end as "bodyHtml", o.status as state, o.told ->> 'because' as because,
o.last_error as error, o.batch, o.created_at as "createdAt" from outbound_message o
    join ticket t on t.id = o.ticket_id
    join person p on p.id = o.person_id
  where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and (t.requester_id <> $6 or exists (select from department d where d.id = t.department_id
  and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
    or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
      and d.id = any($7::uuid[])))) and o.ticket_id = $8
  order by o.id desc limit $9;
-- address by address_person_id_index
-- cc by cc_person_id_index
-- comment by comment_ticket
-- department by department_pkey
-- department_member by department_member_pkey
-- follower by follower_person_id_index
-- outbound_message by outbound_message_ticket_id_index
-- person by person_pkey
-- ticket by ticket_pkey

select o.id, o.ticket_id as "ticketId", o.comment_id as "commentId", json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) as person, o.address, o.headers, o.subject,
case when exists (
  select from comment c where c.ticket_id = o.ticket_id and c.deleted_at is not null
    and (c.id = o.comment_id or o.told -> 'holds' ? c.id::text))
then '' else o.body_text end as "bodyText", case when exists (
  select from comment c where c.ticket_id = o.ticket_id and c.deleted_at is not null
    and (c.id = o.comment_id or o.told -> 'holds' ? c.id::text))
then '' else o.body_html end as "bodyHtml", o.status as state, o.told ->> 'because' as because,
o.last_error as error, o.batch, o.created_at as "createdAt" from outbound_message o
    join ticket t on t.id = o.ticket_id
    join person p on p.id = o.person_id
  where true and true and o.ticket_id = $1
  order by o.id desc limit $2;
-- address by address_person_id_index
-- comment by comment_ticket
-- department_member by department_member_pkey
-- outbound_message by outbound_message_ticket_id_index
-- person by person_pkey
-- ticket by ticket_pkey
