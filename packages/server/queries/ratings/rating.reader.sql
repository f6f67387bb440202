select r.id, r.ticket_id as "ticketId", r.person_id as "personId", r.comment_id as "commentId",
r.closure_seq as "closureSeq", r.score, r.remark, r.client_key as "clientKey", r.given_at as "givenAt" from rating r where r.ticket_id = any($1::uuid[]) order by r.given_at, r.id;
-- rating by rating_of_closure
