select t.id,
    coalesce((select json_agg(json_build_object('person', json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "p".id), '[]'), 'language', "p".language, 'organization', (select o.name from organization o where o.id = "p".organization_id)),
        'addedBy', case when adder.id is not null then json_build_object('id', "adder".id, 'name', "adder".name, 'role', "adder".role,
'state', "adder".state, 'mayCommentPublicly', "adder".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "adder".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "adder".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "adder".id), '[]'), 'language', "adder".language, 'organization', (select o.name from organization o where o.id = "adder".organization_id)) end,
        'addedVia', cc.added_via, 'rule', cc.cause ->> 'rule', 'addedAt', cc.added_at,
        'helpCenterAccess', cc.help_center_access) order by cc.added_at, p.id)
      from cc join person p on p.id = cc.person_id left join person adder on adder.id = cc.added_by_id
      where cc.ticket_id = t.id), '[]') as ccs,
    coalesce((select json_agg(json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "p".id), '[]'), 'language', "p".language, 'organization', (select o.name from organization o where o.id = "p".organization_id)) order by f.added_at, p.id)
      from follower f join person p on p.id = f.person_id where f.ticket_id = t.id), '[]') as followers,
    coalesce((select json_agg(json_build_object('id', w.id, 'ticketId', w.ticket_id, 'commentId', w.comment_id,
        'kind', w.kind, 'message', w.message, 'createdAt', w.created_at, 'resolvedAt', null, 'resolvedById', null)
        order by w.id)
      from warning w where w.ticket_id = t.id and w.resolved_at is null), '[]') as warnings
  from ticket t where t.id = $1::uuid;
-- address by address_person_id_index
-- cc by cc_pkey
-- department_member by department_member_pkey
-- follower by follower_pkey
-- organization by organization_pkey
-- person by person_pkey
-- ticket by ticket_pkey
-- warning by warning_ticket_id_index
