import { defineEntity, p } from '@mikro-orm/core';
import type { TicketPriority, TicketStatus } from '@copydesk/rules';
import { id, oneOf, writtenAt } from '../../platform/database/columns.ts';
import { Department } from '../departments/department.entity.ts';
import { Person } from '../people/person.entity.ts';

/**
 * `seq` counts all events of the ticket, `publicSeq` those a customer may know of; both are gapless. What a customer is
 * shown as "changed at" and "how many comments" are the public ones.
 */
export const Ticket = defineEntity({
  name: 'Ticket',
  tableName: 'ticket',
  properties: {
    id: id(),
    number: p.integer().autoincrement().unique(),
    department: () => p.manyToOne(Department).mapToPk(),
    subject: p.text(),
    status: p.text().$type<TicketStatus>().default('NEW'),
    priority: p.text().$type<TicketPriority>().default('NORMAL'),
    /** As `readTags` spells them. */
    tags: p.array().columnType('text[]').defaultRaw(`'{}'`),
    requester: () => p.manyToOne(Person).mapToPk().index(),
    assignee: () => p.manyToOne(Person).mapToPk().nullable().index(),
    /** The closed ticket that this one carries on. */
    followUpOfId: p.uuid().nullable(),
    /** For good: the ticket that goes on in its place. */
    mergedIntoId: p.uuid().nullable().index(),
    seq: p.integer().default(0),
    publicSeq: p.integer().default(0),
    commentCount: p.integer().default(0),
    publicCommentCount: p.integer().default(0),
    createdBy: () => p.manyToOne(Person).mapToPk().nullable(),
    clientKey: p.text().nullable(),
    createdAt: writtenAt(),
    updatedAt: writtenAt(),
    publicUpdatedAt: writtenAt(),
  },
  checks: [
    {
      name: 'ticket_status_known',
      expression: oneOf('status', ['NEW', 'OPEN', 'ANSWERED', 'ON_HOLD', 'SOLVED', 'CLOSED']),
    },
    { name: 'ticket_priority_known', expression: oneOf('priority', ['LOW', 'NORMAL', 'HIGH', 'URGENT']) },
    {
      name: 'ticket_merged_is_closed',
      expression: `merged_into_id is null or (status = 'CLOSED' and merged_into_id <> id)`,
    },
    { name: 'ticket_seq_ordered', expression: 'public_seq <= seq' },
  ],
  uniques: [{ name: 'ticket_client_key', properties: ['createdBy', 'clientKey'] }],
  triggers: [
    {
      name: 'ticket_subject_words',
      timing: 'after',
      events: ['insert', 'update'],
      expression:
        `create trigger ticket_subject_words after insert or update of subject on ticket ` +
        `for each row execute function search.keep_subject()`,
    },
  ],
  indexes: [
    { name: 'ticket_department_updated', properties: ['department', 'status', 'updatedAt', 'id'] },
    { name: 'ticket_updated', properties: ['updatedAt', 'id'] },
    { name: 'ticket_created', properties: ['createdAt', 'id'] },
    { name: 'ticket_follow_up_of', properties: ['followUpOfId'], where: 'follow_up_of_id is not null' },
    { name: 'ticket_tags', properties: ['tags'], type: 'gin', where: `tags <> '{}'` },
  ],
});
