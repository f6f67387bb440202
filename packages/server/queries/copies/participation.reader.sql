select e.seq, entry.place, e.at, entry.change, entry.part as "as", json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "p".id), '[]'), 'language', "p".language, 'organization', (select o.name from organization o where o.id = "p".organization_id)) as person,
    case when actor.id is not null then json_build_object('id', "actor".id, 'name', "actor".name, 'role', "actor".role,
'state', "actor".state, 'mayCommentPublicly', "actor".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "actor".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "actor".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "actor".id), '[]'), 'language', "actor".language, 'organization', (select o.name from organization o where o.id = "actor".organization_id)) end as by, e.data ->> 'via' as via,
    e.data ->> 'rule' as rule, e.data ->> 'inboundMessageId' as "inboundMessageId", (select near.data ->> 'commentId' from event near
where near.ticket_id = e.ticket_id and near.seq between e.seq - 500 and e.seq + 500 and near.epoch = e.epoch
  and near.xid = e.xid and near.type = 'comment.added' order by near.seq limit 1) as "commentId"
  from event e
    join ticket t on t.id = e.ticket_id
    cross join lateral (
select 1 as place, coalesce(e.data ->> 'requesterId', t.requester_id::text) as person, 'JOINED' as change, 'REQUESTER' as part
  where e.type = 'ticket.created'
union all select 2, e.data ->> 'assigneeId', 'JOINED', 'ASSIGNEE' where e.type = 'ticket.created'
union all select 3, e.data ->> 'personId', 'JOINED', 'CC' where e.type = 'cc.added'
union all select 3, e.data ->> 'personId', 'LEFT', 'CC' where e.type = 'cc.removed'
union all select 3, e.data ->> 'personId',
    case when (e.data ->> 'helpCenterAccess')::boolean then 'UNRESTRICTED' else 'RESTRICTED' end, 'CC'
  where e.type = 'cc.restricted'
union all select 3, e.data ->> 'personId', 'JOINED', 'FOLLOWER' where e.type = 'follower.added'
union all select 3, e.data ->> 'personId', 'LEFT', 'FOLLOWER' where e.type = 'follower.removed'
union all select 4, e.data #>> '{changed,requester,from}', 'LEFT', 'REQUESTER' where e.type = 'ticket.changed'
union all select 5, e.data #>> '{changed,requester,to}', 'JOINED', 'REQUESTER' where e.type = 'ticket.changed'
union all select 6, e.data #>> '{changed,assignee,from}', 'LEFT', 'ASSIGNEE' where e.type = 'ticket.changed'
union all select 7, e.data #>> '{changed,assignee,to}', 'JOINED', 'ASSIGNEE' where e.type = 'ticket.changed') as entry
    join person p on p.id = entry.person::uuid
    left join person actor on actor.id = e.actor_id
  where e.ticket_id = $1
  order by e.seq, entry.place limit $2;
-- address by address_person_id_index
-- department_member by department_member_pkey
-- event by event_ticket_seq
-- organization by organization_pkey
-- person by person_pkey
-- ticket by ticket_pkey
