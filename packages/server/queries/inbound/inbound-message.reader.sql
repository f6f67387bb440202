select count(*)::int as count from (select from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.status = 'FAILED' and true and true limit 10001) counted;
-- inbound_message by inbound_message_waiting

select count(*)::int as count from (select from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.status = 'SUSPENDED' and (m.department_id = any($1::uuid[]) or (t.id is not null and (t.department_id = any($2::uuid[])
    or t.requester_id = $3 or t.assignee_id = $4
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $5)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $6))))
and (t.id is null or (t.requester_id <> $7 or exists (select from department d where d.id = t.department_id
and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
  or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
    and d.id = any($8::uuid[]))))) and true limit 10001) counted;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- inbound_message by inbound_message_waiting
-- ticket by ticket_pkey

select count(*)::int as count from (select from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.status = 'SUSPENDED' and true and true limit 10001) counted;
-- inbound_message by inbound_message_waiting

select m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
m.received_at as "receivedAt",
case when m.status = 'SUSPENDED'
  then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
m.raw_sha256 is not null as "hasOriginal",
case when d.id is not null then jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) end as department from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.id = $1 and (m.department_id = any($2::uuid[]) or (t.id is not null and (t.department_id = any($3::uuid[])
      or t.requester_id = $4 or t.assignee_id = $5
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $6)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $7))))
  and (t.id is null or (t.requester_id <> $8 or exists (select from department d where d.id = t.department_id
  and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
    or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
      and d.id = any($9::uuid[])))));
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- inbound_message by inbound_message_pkey
-- ticket by ticket_pkey

select m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
m.received_at as "receivedAt",
case when m.status = 'SUSPENDED'
  then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
m.raw_sha256 is not null as "hasOriginal",
case when d.id is not null then jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) end as department from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.id = $1 and true;
-- address by address_department_id_index
-- department by department_pkey
-- inbound_message by inbound_message_pkey

select m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
m.received_at as "receivedAt",
case when m.status = 'SUSPENDED'
  then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
m.raw_sha256 is not null as "hasOriginal",
case when d.id is not null then jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) end as department from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.status = 'FAILED' and true and true

  order by m.id desc limit $1;
-- address by address_department_id_index
-- department by department_pkey
-- inbound_message by inbound_message_waiting

select m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
m.received_at as "receivedAt",
case when m.status = 'SUSPENDED'
  then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
m.raw_sha256 is not null as "hasOriginal",
case when d.id is not null then jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) end as department from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.status = 'SUSPENDED' and (m.department_id = any($1::uuid[]) or (t.id is not null and (t.department_id = any($2::uuid[])
      or t.requester_id = $3 or t.assignee_id = $4
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $5)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $6))))
  and (t.id is null or (t.requester_id <> $7 or exists (select from department d where d.id = t.department_id
  and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
    or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
      and d.id = any($8::uuid[]))))) and m.department_id = any($9::uuid[])

  order by m.id desc limit $10;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- inbound_message by inbound_message_waiting
-- ticket by ticket_pkey

select m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
m.received_at as "receivedAt",
case when m.status = 'SUSPENDED'
  then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
m.raw_sha256 is not null as "hasOriginal",
case when d.id is not null then jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) end as department from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.status = 'SUSPENDED' and (m.department_id = any($1::uuid[]) or (t.id is not null and (t.department_id = any($2::uuid[])
      or t.requester_id = $3 or t.assignee_id = $4
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $5)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $6))))
  and (t.id is null or (t.requester_id <> $7 or exists (select from department d where d.id = t.department_id
  and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
    or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
      and d.id = any($8::uuid[]))))) and true

  order by m.id desc limit $9;
-- address by address_department_id_index
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- inbound_message by inbound_message_waiting
-- ticket by ticket_pkey

select m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
m.received_at as "receivedAt",
case when m.status = 'SUSPENDED'
  then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
m.raw_sha256 is not null as "hasOriginal",
case when d.id is not null then jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) end as department from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where m.status = 'SUSPENDED' and true and true

  order by m.id desc limit $1;
-- address by address_department_id_index
-- department by department_pkey
-- inbound_message by inbound_message_waiting

select m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
m.received_at as "receivedAt",
case when m.status = 'SUSPENDED'
  then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
m.raw_sha256 is not null as "hasOriginal",
case when d.id is not null then jsonb_build_object(
'id', d.id, 'name', d.name, 'slug', d.slug, 'preset', d.preset, 'basePreset', d.base_preset, 'policy', d.policy,
'policyVersion', d.policy_version, 'triggers', d.triggers, 'language', d.language,
'supportAddresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.department_id = d.id), '[]')) end as department from inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id where true and true and true

  order by m.id desc limit $1;
-- address by address_department_id_index
-- department by department_pkey
-- inbound_message by inbound_message_pkey
