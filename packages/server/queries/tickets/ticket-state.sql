select jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department, coalesce(
(select jsonb_agg(a.canonical) from address a where a.department_id is not null), '[]') as "deskAddresses", '[]'::jsonb as given,
    '[]'::jsonb as "givenDepartments"
  from department d where d.id = $1;
-- address by address_department_id_index
-- department by department_pkey

select jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department, coalesce(
(select jsonb_agg(a.canonical) from address a where a.department_id is not null), '[]') as "deskAddresses", coalesce((select jsonb_agg(jsonb_build_object(
    'party', jsonb_build_object(
  'id', "g".id, 'name', "g".name, 'role', "g".role, 'state', "g".state,
  'mayCommentPublicly', "g".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "g".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "g".id order by a.is_primary desc, a.canonical limit 1)),
    'addresses', coalesce((select jsonb_agg(a.canonical) from address a where a.person_id = g.id), '[]')))
  from person g
  where g.id = any($1::uuid[]
    || array(select a.person_id from address a where a.canonical = any($2::text[]))
    )), '[]') as given,
    '[]'::jsonb as "givenDepartments"
  from department d where d.id = $3;
-- address by address_department_id_index
-- address by address_person_id_index
-- address by address_pkey
-- department by department_pkey
-- department_member by department_member_pkey
-- person by person_pkey

select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.public_comment_count as "publicCommentCount",
    jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department,
    jsonb_build_object(
  'id', "requester".id, 'name', "requester".name, 'role', "requester".role, 'state', "requester".state,
  'mayCommentPublicly', "requester".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "requester".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "requester".id order by a.is_primary desc, a.canonical limit 1)) as requester,
    case when assignee.id is not null then jsonb_build_object(
  'id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role, 'state', "assignee".state,
  'mayCommentPublicly', "assignee".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "assignee".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "assignee".id order by a.is_primary desc, a.canonical limit 1)) end as assignee,
    coalesce((select jsonb_agg(jsonb_build_object(
  'id', "p".id, 'name', "p".name, 'role', "p".role, 'state', "p".state,
  'mayCommentPublicly', "p".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "p".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) || jsonb_build_object('helpCenterAccess', cc.help_center_access)
        order by cc.added_at, p.id)
      from cc join person p on p.id = cc.person_id where cc.ticket_id = t.id), '[]') as ccs,
    coalesce((select jsonb_agg(jsonb_build_object(
  'id', "p".id, 'name', "p".name, 'role', "p".role, 'state', "p".state,
  'mayCommentPublicly', "p".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "p".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) order by f.added_at, p.id)
      from follower f join person p on p.id = f.person_id where f.ticket_id = t.id), '[]') as followers,
    coalesce((select jsonb_agg(r.person_id) from removed_cc r where r.ticket_id = t.id), '[]') as "removedCcIds",
    coalesce(
(select jsonb_agg(a.canonical) from address a where a.department_id is not null), '[]') as "deskAddresses",
    '[]'::jsonb as given, '[]'::jsonb as "givenDepartments"
  from ticket t
    join department d on d.id = t.department_id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  where t.id = $1::uuid;
-- address by address_department_id_index
-- address by address_person_id_index
-- cc by cc_pkey
-- department by department_pkey
-- department_member by department_member_pkey
-- follower by follower_pkey
-- person by person_pkey
-- removed_cc by removed_cc_pkey
-- ticket by ticket_pkey

select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.public_comment_count as "publicCommentCount",
    jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as department,
    jsonb_build_object(
  'id', "requester".id, 'name', "requester".name, 'role', "requester".role, 'state', "requester".state,
  'mayCommentPublicly', "requester".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "requester".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "requester".id order by a.is_primary desc, a.canonical limit 1)) as requester,
    case when assignee.id is not null then jsonb_build_object(
  'id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role, 'state', "assignee".state,
  'mayCommentPublicly', "assignee".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "assignee".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "assignee".id order by a.is_primary desc, a.canonical limit 1)) end as assignee,
    coalesce((select jsonb_agg(jsonb_build_object(
  'id', "p".id, 'name', "p".name, 'role', "p".role, 'state', "p".state,
  'mayCommentPublicly', "p".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "p".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) || jsonb_build_object('helpCenterAccess', cc.help_center_access)
        order by cc.added_at, p.id)
      from cc join person p on p.id = cc.person_id where cc.ticket_id = t.id), '[]') as ccs,
    coalesce((select jsonb_agg(jsonb_build_object(
  'id', "p".id, 'name', "p".name, 'role', "p".role, 'state', "p".state,
  'mayCommentPublicly', "p".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "p".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) order by f.added_at, p.id)
      from follower f join person p on p.id = f.person_id where f.ticket_id = t.id), '[]') as followers,
    coalesce((select jsonb_agg(r.person_id) from removed_cc r where r.ticket_id = t.id), '[]') as "removedCcIds",
    coalesce(
(select jsonb_agg(a.canonical) from address a where a.department_id is not null), '[]') as "deskAddresses",
    coalesce((select jsonb_agg(jsonb_build_object(
    'party', jsonb_build_object(
  'id', "g".id, 'name', "g".name, 'role', "g".role, 'state', "g".state,
  'mayCommentPublicly', "g".may_comment_publicly,
  'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
    from department_member m where m.person_id = "g".id), '[]'),
  'address', (select a.canonical from address a
    where a.person_id = "g".id order by a.is_primary desc, a.canonical limit 1)),
    'addresses', coalesce((select jsonb_agg(a.canonical) from address a where a.person_id = g.id), '[]')))
  from person g
  where g.id = any($1::uuid[]
    || array(select a.person_id from address a where a.canonical = any($2::text[]))
    )), '[]') as given, '[]'::jsonb as "givenDepartments"
  from ticket t
    join department d on d.id = t.department_id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  where t.id = $3::uuid;
-- address by address_department_id_index
-- address by address_person_id_index
-- address by address_pkey
-- cc by cc_pkey
-- department by department_pkey
-- department_member by department_member_pkey
-- follower by follower_pkey
-- person by person_pkey
-- removed_cc by removed_cc_pkey
-- ticket by ticket_pkey
