with
    cursor as materialized (select epoch, xid, last_id from event_consumer where name = $1),
    page as (
      select e.* from event e
      where (e.epoch, e.xid, e.id)
          > ((select epoch from cursor), (select xid from cursor), (select last_id from cursor))
        and (e.epoch < $2 or e.xid < pg_snapshot_xmin(pg_current_snapshot()))
      order by e.epoch, e.xid, e.id limit $3)
  select e.epoch, e.xid::text as xid, e.id::text as "lastId", e.ticket_id as "ticketId", e.type,
    e.actor_id as "actorId", e.data || coalesce(case when e.type in ('comment.edited', 'comment.deleted', 'comment.made_internal')
then (select jsonb_build_object('leftOutIds', added.data -> 'leftOutIds') from event added
  where added.ticket_id = e.ticket_id and added.type = 'comment.added' and added.data ? 'leftOutIds'
    and added.data ->> 'commentId' = e.data ->> 'commentId' limit 1) end, '{}') as data, e.public_seq is not null as "isPublic",
    e.type in ('cc.added', 'ticket.changed') and exists (
      select 1 from event near where near.ticket_id = e.ticket_id and near.seq between e.seq - 500 and e.seq + 500
        and near.epoch = e.epoch and near.xid = e.xid and near.type = 'comment.added'
        and (e.type <> 'cc.added' or near.public_seq is not null)) as "withComment",
    case when e.data ->> 'audience' = 'DEPARTMENT' then coalesce((
      select jsonb_agg(p.id order by p.id) from department_member m join person p on p.id = m.person_id
      where m.department_id = e.department_id and p.role <> 'END_USER'), '[]') else '[]' end as "agentIds",
    case when c.id is not null then jsonb_build_object(
      'id', c.id, 'authorId', c.author_id, 'visibility', c.visibility, 'bodyText', c.body_text,
      'bodyHtml', c.body_html, 'via', c.via, 'told', c.told, 'flags', c.flags, 'isDeleted', c.deleted_at is not null, 'createdAt', c.created_at, 'attachments', coalesce((
select jsonb_agg(jsonb_build_object('name', a.name, 'size', a.size) order by a.id)
from attachment a where a.comment_id = c.id), '[]'),
      'messageId', (select m.message_id from inbound_message m where m.id = c.inbound_message_id)) end as comment
  from page e
    left join comment c on e.type in ('comment.added', 'comment.edited', 'trigger.notified') and c.id = (e.data ->> 'commentId')::uuid
  order by e.epoch, e.xid, e.id;
-- attachment by attachment_pkey
-- comment by comment_pkey
-- department_member by department_member_department_id_index
-- event by event_order
-- event by event_ticket_public_seq
-- event by event_ticket_seq
-- event_consumer by event_consumer_pkey
-- inbound_message by inbound_message_pkey
-- person by person_team_name
