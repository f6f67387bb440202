select "id", "ticket_id" as "ticketId", "author_id" as "authorId", "visibility", "body_text" as "bodyText", "deleted_at" as "deletedAt" from "comment" where "id" = $1;
-- comment by comment_pkey
