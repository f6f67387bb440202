with hits as (select c.ticket_id, c.id as comment_id
  from (select t.id from ticket t where t.requester_id = $1
    union select cc.ticket_id from cc where cc.person_id = $2) m
  cross join lateral (select c.* from comment c
    where c.ticket_id = m.id and c.visibility = 'PUBLIC' offset 0) c
  where search.words(c.body_text) @@ search.question($3) union all select s.ticket_id, null::uuid from search.subject s where s.words @@ search.question($4) union all select t.id, null::uuid from ticket t join (select p.id from person p where search.words(p.name) @@ search.question($5)) p on p.id = t.requester_id union all select cc.ticket_id, null::uuid from cc join (select p.id from person p where search.words(p.name) @@ search.question($6)) p on p.id = cc.person_id),
found as (select ticket_id, (array_agg(comment_id order by comment_id desc nulls last))[1] as comment_id
  from hits group by ticket_id)
  select count(*)::int as count from (select from found join ticket t on t.id = found.ticket_id
    where exists (select from department d where d.id = t.department_id
    and (d.policy #>> '{helpCenter,enabled}')::boolean
    and (t.requester_id = $7
      or (d.policy #>> '{cc,enabled}')::boolean and (d.policy #>> '{cc,portalAccess}')::boolean
        and exists (select from cc
          where cc.ticket_id = t.id and cc.person_id = $8 and cc.help_center_access))) limit $9) as counted;
-- cc by cc_person_id_index
-- comment by comment_ticket
-- department by department_pkey
-- person by person_words
-- subject by subject_words
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index

with hits as (select c.ticket_id, c.id as comment_id
  from (select t.id from ticket t where t.requester_id = $1
    union select cc.ticket_id from cc where cc.person_id = $2) m
  cross join lateral (select c.* from comment c
    where c.ticket_id = m.id and c.visibility = 'PUBLIC' offset 0) c
  where search.words(c.body_text) @@ search.question($3) union all select s.ticket_id, null::uuid from search.subject s where s.words @@ search.question($4) union all select t.id, null::uuid from ticket t join (select p.id from person p where search.words(p.name) @@ search.question($5)) p on p.id = t.requester_id union all select cc.ticket_id, null::uuid from cc join (select p.id from person p where search.words(p.name) @@ search.question($6)) p on p.id = cc.person_id),
found as (select ticket_id, (array_agg(comment_id order by comment_id desc nulls last))[1] as comment_id
  from hits group by ticket_id)
select t.id as "ticketId", found.comment_id as "commentId", (t.number = $7)::int as exact, t.public_updated_at::text as place
from found join ticket t on t.id = found.ticket_id
where exists (select from department d where d.id = t.department_id
    and (d.policy #>> '{helpCenter,enabled}')::boolean
    and (t.requester_id = $8
      or (d.policy #>> '{cc,enabled}')::boolean and (d.policy #>> '{cc,portalAccess}')::boolean
        and exists (select from cc
          where cc.ticket_id = t.id and cc.person_id = $9 and cc.help_center_access)))
order by exact desc, t.public_updated_at desc, t.id desc limit $10;
-- cc by cc_person_id_index
-- comment by comment_ticket
-- department by department_pkey
-- person by person_words
-- subject by subject_words
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index

with hits as (select c.ticket_id, c.id as comment_id from comment c where search.words(c.body_text) @@ search.question($1) and (c.visibility = 'PUBLIC' or c.author_id = $2
or exists (select from ticket t where t.id = c.ticket_id and (t.requester_id <> $3 or exists (select from department d where d.id = t.department_id
and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
  or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
    and d.id = any($4::uuid[])))))) union all select s.ticket_id, null::uuid from search.subject s where s.words @@ search.question($5) union all select t.id, null::uuid from ticket t join (select p.id from person p where search.words(p.name) @@ search.question($6) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($7)) p on p.id = t.requester_id union all select cc.ticket_id, null::uuid from cc join (select p.id from person p where search.words(p.name) @@ search.question($8) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($9)) p on p.id = cc.person_id),
found as (select ticket_id, (array_agg(comment_id order by comment_id desc nulls last))[1] as comment_id
  from hits group by ticket_id)
  select count(*)::int as count from (select from found join ticket t on t.id = found.ticket_id
    where (t.department_id = any($10::uuid[])
    or t.requester_id = $11 or t.assignee_id = $12
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $13)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $14)) limit $15) as counted;
-- address by address_words
-- cc by cc_person_id_index
-- comment by comment_words
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_words
-- subject by subject_words
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index

with hits as (select c.ticket_id, c.id as comment_id from comment c where search.words(c.body_text) @@ search.question($1) and (c.visibility = 'PUBLIC' or c.author_id = $2
or exists (select from ticket t where t.id = c.ticket_id and (t.requester_id <> $3 or exists (select from department d where d.id = t.department_id
and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
  or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
    and d.id = any($4::uuid[])))))) union all select s.ticket_id, null::uuid from search.subject s where s.words @@ search.question($5) union all select t.id, null::uuid from ticket t join (select p.id from person p where search.words(p.name) @@ search.question($6) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($7)) p on p.id = t.requester_id union all select cc.ticket_id, null::uuid from cc join (select p.id from person p where search.words(p.name) @@ search.question($8) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($9)) p on p.id = cc.person_id),
found as (select ticket_id, (array_agg(comment_id order by comment_id desc nulls last))[1] as comment_id
  from hits group by ticket_id)
select t.id as "ticketId", found.comment_id as "commentId", (t.number = $10)::int as exact, t.updated_at::text as place
from found join ticket t on t.id = found.ticket_id
where (t.department_id = any($11::uuid[])
    or t.requester_id = $12 or t.assignee_id = $13
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $14)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $15))
order by exact desc, t.updated_at desc, t.id desc limit $16;
-- address by address_words
-- cc by cc_person_id_index
-- comment by comment_words
-- department by department_pkey
-- follower by follower_person_id_index
-- person by person_words
-- subject by subject_words
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index

with hits as (select c.ticket_id, c.id as comment_id from comment c where search.words(c.body_text) @@ search.question($1) union all select s.ticket_id, null::uuid from search.subject s where s.words @@ search.question($2) union all select t.id, null::uuid from ticket t join (select p.id from person p where search.words(p.name) @@ search.question($3) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($4)) p on p.id = t.requester_id union all select cc.ticket_id, null::uuid from cc join (select p.id from person p where search.words(p.name) @@ search.question($5) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($6)) p on p.id = cc.person_id),
found as (select ticket_id, (array_agg(comment_id order by comment_id desc nulls last))[1] as comment_id
  from hits group by ticket_id)
  select count(*)::int as count from (select from found join ticket t on t.id = found.ticket_id
    where true limit $7) as counted;
-- address by address_words
-- cc by cc_person_id_index
-- comment by comment_words
-- person by person_words
-- subject by subject_words
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index

with hits as (select c.ticket_id, c.id as comment_id from comment c where search.words(c.body_text) @@ search.question($1) union all select s.ticket_id, null::uuid from search.subject s where s.words @@ search.question($2) union all select t.id, null::uuid from ticket t join (select p.id from person p where search.words(p.name) @@ search.question($3) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($4)) p on p.id = t.requester_id union all select cc.ticket_id, null::uuid from cc join (select p.id from person p where search.words(p.name) @@ search.question($5) union select a.person_id from address a
where a.person_id is not null and search.words(a.canonical) @@ search.question($6)) p on p.id = cc.person_id),
found as (select ticket_id, (array_agg(comment_id order by comment_id desc nulls last))[1] as comment_id
  from hits group by ticket_id)
select t.id as "ticketId", found.comment_id as "commentId", (t.number = $7)::int as exact, t.updated_at::text as place
from found join ticket t on t.id = found.ticket_id
where true
order by exact desc, t.updated_at desc, t.id desc limit $8;
-- address by address_words
-- cc by cc_person_id_index
-- comment by comment_words
-- person by person_words
-- subject by subject_words
-- ticket by ticket_pkey
-- ticket by ticket_requester_id_index
