select comment_id as "commentId", body_text as "bodyText", body_html as "bodyHtml", replaced_at as "replacedAt",
  replaced_by_id as "replacedById"
from comment_revision where comment_id = $1::uuid order by id;
-- comment_revision by comment_revision_comment_id_index
