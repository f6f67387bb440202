select count(*)::int as count
from (select 1 from person p where p.state <> 'DELETED' and p.id in (
select n.id from person n where search.words(n.name) @@ search.question($1)
union select a.person_id from address a where search.words(a.canonical) @@ search.question($2)
union select m.id from organization o join person m on m.organization_id = o.id
  where search.words(o.name) @@ search.question($3)) limit $4) counted;
-- address by address_words
-- organization by organization_words
-- person by person_organization_id_index
-- person by person_pkey
-- person by person_words

select json_build_object('id', "p".id, 'name', "p".name, 'role', "p".role,
'state', "p".state, 'mayCommentPublicly', "p".may_comment_publicly, 'departmentIds', coalesce((
select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = "p".id), '[]'), 'address', (select a.canonical from address a
where a.person_id = "p".id order by a.is_primary desc, a.canonical limit 1)) as party from person p
  where p.state <> 'DELETED' and p.id in (
    select n.id from person n where search.words(n.name) @@ search.question($1)
    union select a.person_id from address a where search.words(a.canonical) @@ search.question($2)
    union select m.id from organization o join person m on m.organization_id = o.id
      where search.words(o.name) @@ search.question($3))
  order by p.name, p.id limit $4;
-- address by address_person_id_index
-- address by address_words
-- department_member by department_member_pkey
-- organization by organization_words
-- person by person_organization_id_index
-- person by person_pkey
-- person by person_words
