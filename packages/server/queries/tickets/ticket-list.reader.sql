select d.revision, jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) as state from department d
  where d.id = any($1::uuid[]);
-- address by address_department_id_index
-- department by department_pkey

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.created_at::text as place
from (select t.* from ticket t where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5))
  order by t.created_at desc, t.id desc limit $6) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.created_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_created
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.public_updated_at::text as place, (select count(*)::int from (select from ticket t where exists (select from department d where d.id = t.department_id
    and (d.policy #>> '{helpCenter,enabled}')::boolean
    and (t.requester_id = $1
      or (d.policy #>> '{cc,enabled}')::boolean and (d.policy #>> '{cc,portalAccess}')::boolean
        and exists (select from cc
          where cc.ticket_id = t.id and cc.person_id = $2 and cc.help_center_access))) and t.id = any(array(
select id from ticket where requester_id = $3 union all select ticket_id from cc where person_id = $4)) limit $5) counted) as total
from (select t.* from ticket t where exists (select from department d where d.id = t.department_id
    and (d.policy #>> '{helpCenter,enabled}')::boolean
    and (t.requester_id = $6
      or (d.policy #>> '{cc,enabled}')::boolean and (d.policy #>> '{cc,portalAccess}')::boolean
        and exists (select from cc
          where cc.ticket_id = t.id and cc.person_id = $7 and cc.help_center_access))) and t.id = any(array(
select id from ticket where requester_id = $8 union all select ticket_id from cc where person_id = $9))
  order by t.public_updated_at desc, t.id desc limit $10) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.public_updated_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- person by person_pkey
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and exists (select from follower f where f.ticket_id = t.id and f.person_id = $6) limit $7) counted) as total
from (select t.* from ticket t where (t.department_id = any($8::uuid[])
    or t.requester_id = $9 or t.assignee_id = $10
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and exists (select from follower f where f.ticket_id = t.id and f.person_id = $13)
  order by t.updated_at desc, t.id desc limit $14) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_pkey
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and exists (select from warning w where w.ticket_id = t.id and w.resolved_at is null) limit $6) counted) as total
from (select t.* from ticket t where (t.department_id = any($7::uuid[])
    or t.requester_id = $8 or t.assignee_id = $9
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $10)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $11)) and exists (select from warning w where w.ticket_id = t.id and w.resolved_at is null)
  order by t.updated_at desc, t.id desc limit $12) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by any index, up to a limit
-- ticket by ticket_updated
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and t.assignee_id = $6 limit $7) counted) as total
from (select t.* from ticket t where (t.department_id = any($8::uuid[])
    or t.requester_id = $9 or t.assignee_id = $10
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and t.assignee_id = $13
  order by t.updated_at desc, t.id desc limit $14) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_assignee_id_index
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and t.requester_id = $6 limit $7) counted) as total
from (select t.* from ticket t where (t.department_id = any($8::uuid[])
    or t.requester_id = $9 or t.assignee_id = $10
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and t.requester_id = $13
  order by t.updated_at desc, t.id desc limit $14) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_requester_id_index
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and t.tags <> '{}' and t.tags @> $6::text[] limit $7) counted) as total
from (select t.* from ticket t where (t.department_id = any($8::uuid[])
    or t.requester_id = $9 or t.assignee_id = $10
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $11)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $12)) and t.tags <> '{}' and t.tags @> $13::text[]
  order by t.updated_at desc, t.id desc limit $14) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_tags
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) limit $6) counted) as total
from (select t.* from ticket t where (t.department_id = any($7::uuid[])
    or t.requester_id = $8 or t.assignee_id = $9
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $10)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $11))
  order by t.updated_at desc, t.id desc limit $12) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_pkey
-- ticket by ticket_updated
-- ticket sequentially
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where t.department_id = $1::uuid and t.assignee_id is null limit $2) counted) as total
from (select t.* from ticket t where t.department_id = $3::uuid and t.assignee_id is null
  order by t.updated_at desc, t.id desc limit $4) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- department by department_pkey
-- person by person_pkey
-- ticket by ticket_assignee_id_index
-- ticket by ticket_updated
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where t.department_id = $1::uuid and t.status = any($2::text[]) limit $3) counted) as total
from (select t.* from ticket t where t.department_id = $4::uuid and t.status = any($5::text[])
  order by t.updated_at desc, t.id desc limit $6) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- department by department_pkey
-- person by person_pkey
-- ticket by ticket_department_updated
-- ticket by ticket_updated
-- warning by warning_ticket_id_index

select t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision", "requester"."id" as "requesterid", "requester"."name" as "requestername", "requester"."role" as "requesterrole", "requester"."state" as "requesterstate", "requester"."may_comment_publicly" as "requestermayCommentPublicly", "assignee"."id" as "assigneeid", "assignee"."name" as "assigneename", "assignee"."role" as "assigneerole", "assignee"."state" as "assigneestate", "assignee"."may_comment_publicly" as "assigneemayCommentPublicly", t.number, t.subject, t.priority, t.tags, t.follow_up_of_id as "followUpOfId", t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt", (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount", t.updated_at::text as place, (select count(*)::int from (select from ticket t where true limit $1) counted) as total
from (select t.* from ticket t where true
  order by t.updated_at desc, t.id desc limit $2) t
  join department d on d.id = t.department_id
  join person requester on requester.id = t.requester_id
  left join person assignee on assignee.id = t.assignee_id
order by t.updated_at desc, t.id desc;
-- department by department_pkey
-- person by person_pkey
-- ticket by any index, up to a limit
-- ticket by ticket_updated
-- warning by warning_ticket_id_index
