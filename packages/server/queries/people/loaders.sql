select canonical, person_id as "personId" from address
where person_id = any($1::uuid[]) and undeliverable_since is not null order by canonical;
-- address by address_person_id_index

select canonical, person_id as "personId" from address
where person_id = any($1::uuid[]) order by is_primary desc, canonical;
-- address by address_person_id_index

select id, language from person where id = any($1::uuid[]);
-- person by person_pkey

select jsonb_build_object(
'id', "p".id, 'name', "p".name, 'role', "p".role, 'state', "p".state,
'mayCommentPublicly', "p".may_comment_publicly,
'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
  from department_member m where m.person_id = "p".id), '[]'),
'address', (select a.canonical from address a
  where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) as party from person p where p.id = any($1::uuid[]);
-- address by address_person_id_index
-- department_member by department_member_pkey
-- person by person_pkey

select o.name, p.id as "personId" from person p join organization o on o.id = p.organization_id
where p.id = any($1::uuid[]);
-- organization by organization_pkey
-- person by person_organization_id_index
