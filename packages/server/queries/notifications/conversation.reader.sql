select c.id, c.ticket_id as "ticketId", c.body_text as "bodyText", c.body_html as "bodyHtml",
    to_jsonb(c.created_at) #>> '{}' as "createdAt", coalesce((
select jsonb_agg(jsonb_build_object('name', a.name, 'size', a.size) order by a.id)
from attachment a where a.comment_id = c.id), '[]') as attachments,
    case when author.id is not null then json_build_object('id', "author".id, 'name', "author".name, 'role', "author".role,
'state', "author".state, 'mayCommentPublicly', "author".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "author".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "author".id order by a.is_primary desc, a.canonical limit 1)) end as author
  from unnest($1::uuid[]) as wanted(id)
    cross join lateral (
      select * from comment where ticket_id = wanted.id and visibility = 'PUBLIC'
      order by id desc limit $2) c
    left join person author on author.id = c.author_id
  order by c.ticket_id, c.id;
-- address by address_person_id_index
-- attachment by attachment_comment_id_index
-- comment by comment_ticket
-- department_member by department_member_pkey
-- person by person_pkey

select json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1), 'language', p.language, 'addresses', coalesce((
select json_agg(json_build_object('address', a.canonical, 'undeliverable', a.undeliverable_since is not null)
  order by a.is_primary desc, a.canonical) from address a where a.person_id = p.id), '[]')) as person,
    null::uuid as "departmentId", null::jsonb as texts
  from person p where p.id = any($1::uuid[])
  union all
  select null, d.id, d.mail_templates from department d
  where d.id = any($2::uuid[]) and d.mail_templates <> '{}';
-- address by address_person_id_index
-- department by department_pkey
-- department_member by department_member_pkey
-- person by person_pkey

with mine as (
  select o.ticket_id, o.person_id, o.message_id, o.id,
    row_number() over (partition by o.ticket_id, o.person_id order by o.id desc) as place
  from outbound_message o
  where o.ticket_id = any($1::uuid[]) and o.person_id = any($2::uuid[])
    and o.status <> 'FAILED'),
received as (
  select c.ticket_id, m.message_id, c.id, row_number() over (partition by c.ticket_id order by c.id desc) as place
  from comment c join inbound_message m on m.id = c.inbound_message_id
  where c.ticket_id = any($3::uuid[]) and c.visibility = 'PUBLIC' and m.message_id is not null)
select ticket_id as "ticketId", person_id as "personId", jsonb_agg(message_id order by id) as ids
  from mine where place <= $4 group by ticket_id, person_id
union all
select ticket_id, null, jsonb_agg(message_id order by id) from received where place <= $5
  group by ticket_id;
-- comment by comment_ticket
-- inbound_message by inbound_message_pkey
-- outbound_message by outbound_message_ticket_id_index
