import { defineEntity, p } from '@mikro-orm/core';
import type { Decision, InboundResult, Told, Visibility } from '@copydesk/rules';
import { id, moment, oneOf, writtenAt } from '../../platform/database/columns.ts';
import { Person } from '../people/person.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

/** How a comment came in. SYSTEM: kept quietly, like an automatic reply. */
export type CommentVia = 'CONSOLE' | 'API' | 'MAIL' | 'HELP_CENTER' | 'SYSTEM';

export const Comment = defineEntity({
  name: 'Comment',
  tableName: 'comment',
  properties: {
    id: id(),
    ticket: () => p.manyToOne(Ticket).mapToPk(),
    author: () => p.manyToOne(Person).mapToPk().nullable().index(),
    visibility: p.text().$type<Visibility>(),
    bodyText: p.text(),
    bodyHtml: p.text().nullable(),
    /** What the mail quoted below its own words; shown folded, never sent on. */
    quotedText: p.text().nullable(),
    via: p.text().$type<CommentVia>(),
    decision: p.json<Decision & { policyVersion: number }>().nullable(),
    /** Who was to be told of it, by the rules, when it was written: what the notifications consumer sends. */
    told: p.json<readonly Told[]>().defaultRaw(`'[]'`),
    notCopied: p.json<InboundResult['notCopied']>().defaultRaw(`'[]'`),
    flags: p.array().columnType('text[]').defaultRaw(`'{}'`),
    inboundMessageId: p.uuid().nullable().unique(),
    clientKey: p.text().nullable(),
    createdAt: writtenAt(),
    madeInternalAt: moment().nullable(),
    madeInternalBy: () => p.manyToOne(Person).mapToPk().nullable(),
    editedAt: moment().nullable(),
    /** Its row stays, so that the thread and the counts hold; its texts are gone from the database, and it is INTERNAL. */
    deletedAt: moment().nullable(),
    deletedBy: () => p.manyToOne(Person).mapToPk().nullable(),
  },
  checks: [
    { name: 'comment_visibility_known', expression: oneOf('visibility', ['PUBLIC', 'INTERNAL']) },
    {
      name: 'comment_deleted_is_gone',
      expression: `deleted_at is null or (visibility = 'INTERNAL' and body_text = '' and body_html is null and quoted_text is null)`,
    },
    { name: 'comment_via_known', expression: oneOf('via', ['CONSOLE', 'API', 'MAIL', 'HELP_CENTER', 'SYSTEM']) },
  ],
  uniques: [{ name: 'comment_client_key', properties: ['author', 'clientKey'] }],
  triggers: [
    {
      name: 'comment_internal_for_good',
      timing: 'before',
      events: ['update'],
      body:
        `if old.visibility = 'INTERNAL' and new.visibility = 'PUBLIC' then ` +
        `raise exception 'An internal comment is never made public (comment %).', old.id ` +
        `using errcode = 'check_violation', constraint = 'comment_internal_for_good'; end if; return new;`,
    },
  ],
  indexes: [
    { name: 'comment_ticket', properties: ['ticket', 'id'] },
    {
      name: 'comment_words',
      expression: `create index "comment_words" on "comment" using gin (search.words(body_text)) with (gin_pending_list_limit = 512)`,
    },
  ],
});
