import { defineEntity, p } from '@mikro-orm/core';
import { id, writtenAt } from '../../platform/database/columns.ts';
import { Person } from '../people/person.entity.ts';
import { Comment } from './comment.entity.ts';

/** What a comment said until somebody edited it. Deleting the comment deletes these as well. */
export const CommentRevision = defineEntity({
  name: 'CommentRevision',
  tableName: 'comment_revision',
  properties: {
    id: id(),
    comment: () => p.manyToOne(Comment).mapToPk().index(),
    bodyText: p.text(),
    bodyHtml: p.text().nullable(),
    replacedAt: writtenAt(),
    replacedBy: () => p.manyToOne(Person).mapToPk().nullable(),
    /** Of the edit that replaced it. */
    clientKey: p.text().nullable(),
  },
  uniques: [{ name: 'comment_revision_client_key', properties: ['replacedBy', 'clientKey'] }],
});
