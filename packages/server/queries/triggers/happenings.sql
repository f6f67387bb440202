with
  cursor as materialized (select epoch, xid, last_id from event_consumer where name = $1),
  page as (
    select e.* from event e
    where (e.epoch, e.xid, e.id)
        > ((select epoch from cursor), (select xid from cursor), (select last_id from cursor))
      and (e.epoch < $2 or e.xid < pg_snapshot_xmin(pg_current_snapshot()))
    order by e.epoch, e.xid, e.id limit $3)
select e.epoch, e.xid::text as xid, e.id::text as "lastId", e.ticket_id as "ticketId",
  e.department_id as "departmentId", e.type, e.public_seq is not null as "isPublic", e.actor_id as "actorId", e.data,
  case when c.id is not null then jsonb_build_object('id', c.id, 'via', c.via,
    'author', case when author.id is not null then jsonb_build_object(
'id', "author".id, 'name', "author".name, 'role', "author".role, 'state', "author".state,
'mayCommentPublicly', "author".may_comment_publicly,
'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
  from department_member m where m.person_id = "author".id), '[]'),
'address', (select a.canonical from address a
  where a.person_id = "author".id order by a.is_primary desc, a.canonical limit 1)) end) end as comment
from page e
  left join comment c on e.type like 'comment.%' and c.id = (e.data ->> 'commentId')::uuid
  left join person author on author.id = c.author_id
order by e.epoch, e.xid, e.id;
-- address by address_person_id_index
-- comment by comment_pkey
-- department_member by department_member_pkey
-- event by event_order
-- event_consumer by event_consumer_pkey
-- person by person_pkey
