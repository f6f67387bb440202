import { defineEntity, p } from '@mikro-orm/core';
import { RATING_SCORES, type RatingScore } from '@copydesk/rules';
import { id, moment, oneOf, writtenAt } from '../../platform/database/columns.ts';
import { Comment } from '../comments/comment.entity.ts';
import { Person } from '../people/person.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

const oneOccasion = 'num_nonnulls(comment_id, closure_seq) = 1';

/**
 * What somebody thinks of one reply (`comment`) or of one closure (`closureSeq`: the ticket's seq of the event that
 * closed it). Theirs alone, and one for each occasion: who thinks again changes it, and the log says from what.
 */
export const Rating = defineEntity({
  name: 'Rating',
  tableName: 'rating',
  properties: {
    id: id(),
    ticket: () => p.manyToOne(Ticket).mapToPk(),
    person: () => p.manyToOne(Person).mapToPk(),
    comment: () => p.manyToOne(Comment).mapToPk().nullable(),
    closureSeq: p.integer().nullable(),
    score: p.text().$type<RatingScore>(),
    /** In their own words. */
    remark: p.text().nullable(),
    /** Of the call that wrote it last. */
    clientKey: p.text().nullable(),
    givenAt: writtenAt(),
  },
  checks: [
    { name: 'rating_score_known', expression: oneOf('score', RATING_SCORES) },
    { name: 'rating_one_occasion', expression: oneOccasion },
  ],
  uniques: [
    { name: 'rating_of_closure', properties: ['ticket', 'person', 'closureSeq'] },
    { name: 'rating_of_reply', properties: ['comment', 'person'] },
  ],
});

/** A link in a mail by which one person may rate one occasion, without signing in. The token itself stands nowhere. */
export const RatingLink = defineEntity({
  name: 'RatingLink',
  tableName: 'rating_link',
  properties: {
    /** SHA-256, base64url. */
    tokenHash: p.text().primary(),
    ticket: () => p.manyToOne(Ticket).mapToPk(),
    person: () => p.manyToOne(Person).mapToPk(),
    comment: () => p.manyToOne(Comment).mapToPk().nullable(),
    closureSeq: p.integer().nullable(),
    expiresAt: moment().index(),
  },
  checks: [{ name: 'rating_link_one_occasion', expression: oneOccasion }],
});
