select here.ticket_id as "ticketId", here.person_id as "personId", here.state
from (
  select p.ticket_id, p.person_id, person.name,
    (array_agg(p.state order by array_position($1::text[], p.state) desc))[1] as state
  from presence p join person on person.id = p.person_id and person.state = 'ACTIVE' and person.role <> 'END_USER'
  where p.ticket_id = any($2::uuid[]) and p.expires_at > now()
  group by p.ticket_id, p.person_id, person.name) here
order by here.ticket_id, here.name, here.person_id;
-- person by person_pkey
-- presence by presence_pkey
