select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", json_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "requester".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "requester".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "requester".id), '[]'), 'language', "requester".language, 'organization', (select o.name from organization o where o.id = "requester".organization_id)) as requester, case when assignee.id is not null then json_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "assignee".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "assignee".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "assignee".id), '[]'), 'language', "assignee".language, 'organization', (select o.name from organization o where o.id = "assignee".organization_id)) end as assignee, t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", json_build_object(
'ccIds', coalesce((select json_agg(cc.person_id) from cc where cc.ticket_id = t.id), '[]'),
'followerIds', coalesce((select json_agg(f.person_id) from follower f where f.ticket_id = t.id), '[]'),
'restrictedIds', coalesce(
  (select json_agg(cc.person_id) from cc where cc.ticket_id = t.id and not cc.help_center_access), '[]')) as participants, case when row_number() over (order by t.id) = 1 then
  (select json_agg(json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1))) from person p where p.id = any($1::uuid[])) end as people
  from (select t.* from ticket t where t.id = $2::uuid) t
    join department d on d.id = t.department_id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.id;
-- address by address_person_id_index
-- cc by cc_pkey
-- department by department_pkey
-- department_member by department_member_pkey
-- follower by follower_pkey
-- organization by organization_pkey
-- person by person_pkey
-- ticket by ticket_pkey
-- warning by warning_ticket_id_index
