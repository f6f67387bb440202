select epoch, xid::text, id::text from event
where (epoch < $1 or xid < pg_snapshot_xmin(pg_current_snapshot())) order by event.epoch desc, event.xid desc, event.id desc limit 1;
-- event by event_order

select id::text, epoch, xid::text, ticket_id as "ticketId", seq, public_seq as "publicSeq", type,
department_id as "departmentId", actor_id as "actorId", at, data from event
  where (epoch, xid, id) > ($1::int, $2::xid8, $3::bigint) and (epoch < $4 or xid < pg_snapshot_xmin(pg_current_snapshot())) order by event.epoch, event.xid, event.id limit $5;
-- event by event_order

select id::text, epoch, xid::text, ticket_id as "ticketId", seq, public_seq as "publicSeq", type,
department_id as "departmentId", actor_id as "actorId", at, data from event
  where ticket_id = $1 and "public_seq" > $2 order by "public_seq" limit $3;
-- event by event_ticket_public_seq

select id::text, epoch, xid::text, ticket_id as "ticketId", seq, public_seq as "publicSeq", type,
department_id as "departmentId", actor_id as "actorId", at, data from event
  where ticket_id = $1 and "seq" > $2 order by "seq" limit $3;
-- event by event_ticket_seq

select id::text, epoch, xid::text, ticket_id as "ticketId", seq, public_seq as "publicSeq", type,
department_id as "departmentId", actor_id as "actorId", at, data, (epoch < $1 or xid < pg_snapshot_xmin(pg_current_snapshot())) as safe from event
  where (epoch, xid, id) > ($2::int, $3::xid8, $4::bigint) order by event.epoch, event.xid, event.id limit $5;
-- event by event_order
