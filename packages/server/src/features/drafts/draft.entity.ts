import { defineEntity, p } from '@mikro-orm/core';
import type { Visibility } from '@copydesk/rules';
import { oneOf, writtenAt } from '../../platform/database/columns.ts';
import { Person } from '../people/person.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

/** A reply or a note that somebody has begun to write on a ticket and not sent. Theirs alone: nobody else reads it, admins included. */
export const Draft = defineEntity({
  name: 'Draft',
  tableName: 'draft',
  properties: {
    ticket: () => p.manyToOne(Ticket).mapToPk().primary(),
    person: () => p.manyToOne(Person).mapToPk().primary(),
    visibility: p.text().primary().$type<Visibility>(),
    body: p.text(),
    updatedAt: writtenAt(),
  },
  checks: [{ name: 'draft_visibility_known', expression: oneOf('visibility', ['PUBLIC', 'INTERNAL']) }],
});
