import { defineEntity, p } from '@mikro-orm/core';
import { id } from '../../platform/database/columns.ts';
import { Blob } from '../../platform/storage/blob.entity.ts';
import { Comment } from './comment.entity.ts';

export const Attachment = defineEntity({
  name: 'Attachment',
  tableName: 'attachment',
  properties: {
    id: id(),
    comment: () => p.manyToOne(Comment).mapToPk().index(),
    blob: () => p.manyToOne(Blob).mapToPk().fieldNames('sha256'),
    name: p.text(),
    contentType: p.text(),
    size: p.integer(),
    /** The Content-ID of a part shown within the text; null for an ordinary attachment. */
    contentId: p.text().nullable(),
  },
});
