select count(*)::int as count
  from (select from warning w join ticket t on t.id = w.ticket_id where (t.department_id = any($1::uuid[])
    or t.requester_id = $2 or t.assignee_id = $3
    or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
    or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and (t.requester_id <> $6 or exists (select from department d where d.id = t.department_id
and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
  or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
    and d.id = any($7::uuid[])))) and true and true limit 10001) counted;
-- cc by cc_person_id_index
-- department sequentially
-- follower by follower_person_id_index
-- ticket by any index, up to a limit
-- warning by warning_ticket_id_index

select count(*)::int as count
from (select from warning w join ticket t on t.id = w.ticket_id where true and true and true and true limit 10001) counted;
-- ticket by any index, up to a limit
-- warning by warning_ticket_id_index

select w.id, w.ticket_id as "ticketId", w.comment_id as "commentId", w.kind, w.message,
w.created_at as "createdAt", w.resolved_at as "resolvedAt", w.resolved_by_id as "resolvedById" from warning w join ticket t on t.id = w.ticket_id
  where (t.department_id = any($1::uuid[])
      or t.requester_id = $2 or t.assignee_id = $3
      or exists (select from cc where cc.ticket_id = t.id and cc.person_id = $4)
      or exists (select from follower f where f.ticket_id = t.id and f.person_id = $5)) and (t.requester_id <> $6 or exists (select from department d where d.id = t.department_id
  and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
    or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
      and d.id = any($7::uuid[])))) and true and true
  order by w.id desc limit $8;
-- cc by cc_person_id_index
-- department by department_pkey
-- follower by follower_person_id_index
-- ticket by ticket_pkey
-- warning by warning_pkey

select w.id, w.ticket_id as "ticketId", w.comment_id as "commentId", w.kind, w.message,
w.created_at as "createdAt", w.resolved_at as "resolvedAt", w.resolved_by_id as "resolvedById" from warning w join ticket t on t.id = w.ticket_id
  where true and true and true and true
  order by w.id desc limit $1;
-- ticket by ticket_pkey
-- warning by warning_pkey
