import { defineEntity, p } from '@mikro-orm/core';
import { id } from '../../platform/database/columns.ts';
import { Blob } from '../../platform/storage/blob.entity.ts';
import { SideMessage } from '../side-conversations/side-conversation.entity.ts';
import { Comment } from './comment.entity.ts';

export const Attachment = defineEntity({
  name: 'Attachment',
  tableName: 'attachment',
  properties: {
    id: id(),
    /** One of the two: what it came with. */
    comment: () => p.manyToOne(Comment).mapToPk().nullable().index(),
    sideMessage: () => p.manyToOne(SideMessage).mapToPk().nullable().index(),
    blob: () => p.manyToOne(Blob).mapToPk().fieldNames('sha256'),
    name: p.text(),
    contentType: p.text(),
    size: p.integer(),
    /** The Content-ID of a part shown within the text; null for an ordinary attachment. */
    contentId: p.text().nullable(),
  },
  checks: [{ name: 'attachment_one_owner', expression: 'num_nonnulls(comment_id, side_message_id) = 1' }],
});
