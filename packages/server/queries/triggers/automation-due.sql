select distinct on (due.ticket_id) due.ticket_id as "ticketId", due.trigger_id as "triggerId"
from (select * from automation_due where not done and due_at <= now() order by due_at limit $1) due
order by due.ticket_id, due.due_at;
-- automation_due by automation_due_next

select f.trigger_id as "triggerId", f.department_id as "departmentId",
  coalesce(array_agg(t.id) filter (where t.id is not null), '{}')::text[] as "ticketIds", count(t.id) < $1 as last
from (select * from automation_fill order by trigger_id limit 1) f
  left join lateral (
    select id from ticket where department_id = f.department_id and (f.last_ticket_id is null or id > f.last_ticket_id)
    order by id limit $2) t on true
group by f.trigger_id, f.department_id;
-- automation_fill by automation_fill_pkey
-- ticket by ticket_pkey
