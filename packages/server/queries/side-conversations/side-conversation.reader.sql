select s.id, s.ticket_id as "ticketId", s.subject, s.state, s.created_at as "createdAt",
    case when starter.id is not null then json_build_object('id', "starter".id, 'name', "starter".name, 'role', "starter".role,
'state', "starter".state, 'mayCommentPublicly', "starter".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "starter".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "starter".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "starter".id), '[]'), 'language', "starter".language, 'organization', (select o.name from organization o where o.id = "starter".organization_id)) end as "createdBy",
    coalesce((select jsonb_agg(jsonb_build_object('person', json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "p".id), '[]'), 'language', "p".language, 'organization', (select o.name from organization o where o.id = "p".organization_id)), 'address', sp.address,
        'header', sp.header, 'since', sp.since) order by sp.since, sp.person_id)
      from side_participant sp join person p on p.id = sp.person_id where sp.side_conversation_id = s.id), '[]')
      as participants
  from side_conversation s left join person starter on starter.id = s.created_by_id
  where s.ticket_id = $1::uuid order by s.id;
-- address by address_person_id_index
-- department_member by department_member_pkey
-- organization by organization_pkey
-- person by person_pkey
-- side_conversation by side_conversation_ticket_id_index
-- side_participant by side_participant_pkey
