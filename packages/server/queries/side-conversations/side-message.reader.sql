select count(*)::int as count from side_message where side_conversation_id = $1;
-- side_message by side_message_conversation

select id, inbound_message_id as "inboundId" from side_message where inbound_message_id = $1::uuid;
-- side_message by side_message_inbound_message_id_unique

select m.id, m.inbound_message_id as "inboundMessageId", m.side_conversation_id as "sideConversationId", m.body_text as "bodyText", m.body_html as "bodyHtml",
    m.quoted_text as "quotedText", m.via, m.created_at as at, m.flags, m.decision,
    case when author.id is not null then json_build_object('id', "author".id, 'name', "author".name, 'role', "author".role,
'state', "author".state, 'mayCommentPublicly', "author".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "author".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "author".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "author".id), '[]'), 'language', "author".language, 'organization', (select o.name from organization o where o.id = "author".organization_id)) end as author,
    coalesce((select jsonb_agg(jsonb_build_object('address', r.one ->> 'address', 'header', r.one ->> 'header',
        'person', case when p.id is not null then json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "p".id), '[]'), 'language', "p".language, 'organization', (select o.name from organization o where o.id = "p".organization_id)) end) order by r.place)
      from jsonb_array_elements(m.recipients) with ordinality as r(one, place)
        left join person p on p.id = (r.one ->> 'personId')::uuid), '[]') as recipients,
    coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type,
      'size', f.size, 'contentId', f.content_id) order by f.id) from attachment f where f.side_message_id = m.id), '[]') as attachments
  from side_message m left join person author on author.id = m.author_id where m.side_conversation_id = $1
    order by m.id asc limit $2;
-- address by address_person_id_index
-- attachment by attachment_side_message_id_index
-- department_member by department_member_pkey
-- organization by organization_pkey
-- person by person_pkey
-- side_message by side_message_conversation
