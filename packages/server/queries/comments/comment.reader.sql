select c.id, c.ticket_id as "ticketId", c.visibility, c.body_text as "bodyText", c.via,
c.created_at as "createdAt", c.edited_at as "editedAt", c.deleted_at as "deletedAt", case when author.id is not null then json_build_object('id', "author".id, 'name', "author".name, 'role', "author".role,
'state', "author".state, 'mayCommentPublicly', "author".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "author".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "author".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "author".id), '[]'), 'language', "author".language, 'organization', (select o.name from organization o where o.id = "author".organization_id)) end as author, c.body_html as "bodyHtml", c.quoted_text as "quotedText", c.decision, c.not_copied as "notCopied", (select json_build_object('id', "deleter".id, 'name', "deleter".name, 'role', "deleter".role,
'state', "deleter".state, 'mayCommentPublicly', "deleter".may_comment_publicly) from person deleter where deleter.id = c.deleted_by_id) as "deletedBy", case when c.made_internal_at is null then c.flags else c.flags || 'MADE_INTERNAL'::text end as flags, coalesce((select json_agg(json_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type,
    'size', a.size, 'contentId', a.content_id) order by a.id) from attachment a where a.comment_id = c.id), '[]') as attachments, c.inbound_message_id as "inboundMessageId" from comment c left join person author on author.id = c.author_id where c.id = $1::uuid;
-- address by address_person_id_index
-- attachment by attachment_comment_id_index
-- comment by comment_pkey
-- department_member by department_member_pkey
-- organization by organization_pkey
-- person by person_pkey

select c.id, c.ticket_id as "ticketId", c.visibility, c.body_text as "bodyText", c.via,
c.created_at as "createdAt", c.edited_at as "editedAt", c.deleted_at as "deletedAt", case when author.id is not null then json_build_object('id', "author".id, 'name', "author".name, 'role', "author".role,
'state', "author".state, 'mayCommentPublicly', "author".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "author".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "author".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "author".id), '[]'), 'language', "author".language, 'organization', (select o.name from organization o where o.id = "author".organization_id)) end as author, c.body_html as "bodyHtml", c.quoted_text as "quotedText", c.decision, c.not_copied as "notCopied", (select json_build_object('id', "deleter".id, 'name', "deleter".name, 'role', "deleter".role,
'state', "deleter".state, 'mayCommentPublicly', "deleter".may_comment_publicly) from person deleter where deleter.id = c.deleted_by_id) as "deletedBy", case when c.made_internal_at is null then c.flags else c.flags || 'MADE_INTERNAL'::text end as flags, coalesce((select json_agg(json_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type,
    'size', a.size, 'contentId', a.content_id) order by a.id) from attachment a where a.comment_id = c.id), '[]') as attachments, c.inbound_message_id as "inboundMessageId" from comment c left join person author on author.id = c.author_id where c.ticket_id = $1
    order by c.id asc limit $2;
-- address by address_person_id_index
-- attachment by attachment_comment_id_index
-- comment by comment_ticket
-- department_member by department_member_pkey
-- organization by organization_pkey
-- person by person_pkey

select c.id, c.ticket_id as "ticketId", c.visibility, c.body_text as "bodyText", c.via,
c.created_at as "createdAt", c.edited_at as "editedAt", c.deleted_at as "deletedAt", case when author.id is not null then json_build_object('id', "author".id, 'name', "author".name, 'role', "author".role,
'state', "author".state, 'mayCommentPublicly', "author".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "author".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "author".id order by a.is_primary desc, a.canonical limit 1), 'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
  from address a where a.person_id = "author".id), '[]'), 'language', "author".language, 'organization', (select o.name from organization o where o.id = "author".organization_id)) end as author, c.body_html as "bodyHtml", c.quoted_text as "quotedText", c.decision, c.not_copied as "notCopied", (select json_build_object('id', "deleter".id, 'name', "deleter".name, 'role', "deleter".role,
'state', "deleter".state, 'mayCommentPublicly', "deleter".may_comment_publicly) from person deleter where deleter.id = c.deleted_by_id) as "deletedBy", case when c.made_internal_at is null then c.flags else c.flags || 'MADE_INTERNAL'::text end as flags, coalesce((select json_agg(json_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type,
    'size', a.size, 'contentId', a.content_id) order by a.id) from attachment a where a.comment_id = c.id), '[]') as attachments, c.inbound_message_id as "inboundMessageId" from comment c left join person author on author.id = c.author_id where c.ticket_id = $1 and (c.visibility = 'PUBLIC' )
    order by c.id asc limit $2;
-- address by address_person_id_index
-- attachment by attachment_comment_id_index
-- comment by comment_ticket
-- department_member by department_member_pkey
-- organization by organization_pkey
-- person by person_pkey

select count(*)::int as count from comment c where c.ticket_id = $1;
-- comment by comment_ticket

select count(*)::int as count from comment c where c.ticket_id = $1 and (c.visibility = 'PUBLIC' );
-- comment by comment_ticket
