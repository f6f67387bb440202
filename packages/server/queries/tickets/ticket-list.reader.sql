with page as (select t.id, t.department_id from ticket t where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5))
    order by t.created_at desc, t.id desc limit $6)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.created_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.created_at::text as place
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.created_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_created
-- ticket by ticket_pkey
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5))
    order by t.updated_at desc, t.id desc limit $6)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where (t.department_id = any($7::uuid[])
      or t.requester_id = $8 or t.assignee_id = $9
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $10)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $11)) limit $12) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_pkey
-- ticket by ticket_updated
-- ticket sequentially
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and exists (select from follower f where f.ticket_id = t.id and f.person_id = $6)
    order by t.updated_at desc, t.id desc limit $7)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where (t.department_id = any($8::uuid[])
      or t.requester_id = $9 or t.assignee_id = $10
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and exists (select from follower f where f.ticket_id = t.id and f.person_id = $13) limit $14) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_pkey
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and exists (select from warning w where w.ticket_id = t.id and w.resolved_at is null)
    order by t.updated_at desc, t.id desc limit $6)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where (t.department_id = any($7::uuid[])
      or t.requester_id = $8 or t.assignee_id = $9
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $10)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $11)) and exists (select from warning w where w.ticket_id = t.id and w.resolved_at is null) limit $12) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by any index, up to a limit
-- ticket by ticket_pkey
-- ticket by ticket_updated
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and t.assignee_id = $6
    order by t.updated_at desc, t.id desc limit $7)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where (t.department_id = any($8::uuid[])
      or t.requester_id = $9 or t.assignee_id = $10
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and t.assignee_id = $13 limit $14) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_assignee_id_index
-- ticket by ticket_pkey
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and t.requester_id = $6
    order by t.updated_at desc, t.id desc limit $7)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where (t.department_id = any($8::uuid[])
      or t.requester_id = $9 or t.assignee_id = $10
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and t.requester_id = $13 limit $14) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and t.tags <> '{}' and t.tags @> $6::text[]
    order by t.updated_at desc, t.id desc limit $7)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where (t.department_id = any($8::uuid[])
      or t.requester_id = $9 or t.assignee_id = $10
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and t.tags <> '{}' and t.tags @> $13::text[] limit $14) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_pkey
-- ticket by ticket_tags
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where exists (select from department d where d.id = t.department_id
      and (d.policy #>> '{helpCenter,enabled}')::boolean
      and (t.requester_id = $1
        or (d.policy #>> '{cc,enabled}')::boolean and (d.policy #>> '{cc,portalAccess}')::boolean
          and exists (select from cc
            where cc.ticket_id = t.id and cc.person_id = $2 and cc.help_center_access))) and t.id = any(array(
  select id from ticket where requester_id = $3 union all select ticket_id from cc where person_id = $4))
    order by t.public_updated_at desc, t.id desc limit $5)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.public_updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.public_updated_at::text as place , (select count(*)::int from (select from ticket t where exists (select from department d where d.id = t.department_id
      and (d.policy #>> '{helpCenter,enabled}')::boolean
      and (t.requester_id = $6
        or (d.policy #>> '{cc,enabled}')::boolean and (d.policy #>> '{cc,portalAccess}')::boolean
          and exists (select from cc
            where cc.ticket_id = t.id and cc.person_id = $7 and cc.help_center_access))) and t.id = any(array(
  select id from ticket where requester_id = $8 union all select ticket_id from cc where person_id = $9)) limit $10) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.public_updated_at desc, t.id desc;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- person by person_pkey
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where t.department_id = $1::uuid and t.assignee_id is null
    order by t.updated_at desc, t.id desc limit $2)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where t.department_id = $3::uuid and t.assignee_id is null limit $4) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- department by department_pkey
-- person by person_pkey
-- ticket by ticket_assignee_id_index
-- ticket by ticket_pkey
-- ticket by ticket_updated
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where t.department_id = $1::uuid and t.status = any($2::text[])
    order by t.updated_at desc, t.id desc limit $3)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where t.department_id = $4::uuid and t.status = any($5::text[]) limit $6) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- department by department_pkey
-- person by person_pkey
-- ticket by ticket_department_updated
-- ticket by ticket_pkey
-- ticket by ticket_updated
-- warning by warning_ticket_id_index

with page as (select t.id, t.department_id from ticket t where true
    order by t.updated_at desc, t.id desc limit $1)
  select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
    t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
    t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
    t.department_id as "departmentId",
    (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
    case when row_number() over (order by t.updated_at desc, t.id desc) = 1 then (select jsonb_agg(jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]'))) from department d
      where d.id in (select department_id from page)) end as departments,
    jsonb_build_object('id', "requester".id, 'name', "requester".name, 'role', "requester".role,
  'state', "requester".state, 'mayCommentPublicly', "requester".may_comment_publicly) as requester,
    case when assignee.id is not null then jsonb_build_object('id', "assignee".id, 'name', "assignee".name, 'role', "assignee".role,
  'state', "assignee".state, 'mayCommentPublicly', "assignee".may_comment_publicly) end as assignee
     , t.updated_at::text as place , (select count(*)::int from (select from ticket t where true limit $2) counted) as total
  from page join ticket t on t.id = page.id
    join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  order by t.updated_at desc, t.id desc;
-- address by address_department_id_index
-- department by department_pkey
-- person by person_pkey
-- ticket by any index, up to a limit
-- ticket by ticket_pkey
-- ticket by ticket_updated
-- warning by warning_ticket_id_index
