select d.ticket_id as "ticketId", d.visibility, d.body, d.updated_at as "updatedAt" from draft d
where d.ticket_id = any($1::uuid[]) and d.person_id = $2;
-- draft by draft_pkey
