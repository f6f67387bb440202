import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';

/** The comment that a mail of ours tells of; null for mails that tell of none. */
export const commentIdByOutboundMessageId = defineRowLoader<string, string | null>(async (ids, { db }) => {
  const rows = await db
    .selectFrom('outbound_message')
    .select(['id', 'comment_id'])
    .where('id', 'in', [...ids])
    .execute();
  return inOrderOf(ids, rows, ({ id }) => id).map((row) => row?.comment_id ?? null);
});
