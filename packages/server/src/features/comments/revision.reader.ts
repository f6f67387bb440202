import { sql } from 'kysely';
import { among } from '../../platform/database/among.ts';
import { defineRowLoader, groupedBy } from '../../platform/graphql/loaders.ts';

/** What a comment said until it was edited. */
export type RevisionRow = {
  commentId: string;
  bodyText: string;
  bodyHtml: string | null;
  replacedAt: Date | string;
  replacedById: string | null;
};

/** Earlier texts of comments that the viewer may read, oldest first; the team's alone. */
export const revisionsByCommentId = defineRowLoader<string, RevisionRow[]>(async (ids, { db }) => {
  const { rows } = await sql<RevisionRow>`
    select comment_id as "commentId", body_text as "bodyText", body_html as "bodyHtml", replaced_at as "replacedAt",
      replaced_by_id as "replacedById"
    from comment_revision where comment_id ${among(ids)} order by id`.execute(db);
  return groupedBy(ids, rows, (row) => row.commentId);
});
