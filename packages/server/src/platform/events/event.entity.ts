import { defineEntity, p } from '@mikro-orm/core';
import { writtenAt } from '../database/columns.ts';
import type { EventData, EventType } from './event-types.ts';

/**
 * The log: what happened, in the past tense, never pruned. Order is (epoch, xid, id). `seq` and `publicSeq` are the
 * ticket's own gapless counts; both are null for an `access` event, which belongs to a person and to no ticket.
 */
export const Event = defineEntity({
  name: 'Event',
  tableName: 'event',
  properties: {
    id: p.bigint('string').primary(),
    epoch: p.integer(),
    xid: p.string().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    ticketId: p.uuid().nullable(),
    seq: p.integer().nullable(),
    publicSeq: p.integer().nullable(),
    type: p.text().$type<EventType>(),
    departmentId: p.uuid().nullable(),
    actorId: p.uuid().nullable(),
    at: writtenAt(),
    data: p.json<EventData>().defaultRaw(`'{}'`),
  },
  uniques: [
    { name: 'event_ticket_seq', properties: ['ticketId', 'seq'] },
    { name: 'event_ticket_public_seq', properties: ['ticketId', 'publicSeq'] },
  ],
  indexes: [{ name: 'event_order', properties: ['epoch', 'xid', 'id'] }],
});

/** How far a stored consumer (notifications, webhooks) has read. */
export const EventConsumer = defineEntity({
  name: 'EventConsumer',
  tableName: 'event_consumer',
  properties: {
    name: p.text().primary(),
    epoch: p.integer(),
    xid: p.string().columnType('xid8'),
    lastId: p.bigint('string'),
    updatedAt: writtenAt(),
  },
});

/** One row: the cluster this desk last ran on. A restored dump finds another identifier, and raises the epoch. */
export const EventEpoch = defineEntity({
  name: 'EventEpoch',
  tableName: 'event_epoch',
  properties: {
    singleton: p.boolean().primary().default(true),
    epoch: p.integer().default(1),
    systemIdentifier: p.text(),
  },
  checks: [{ name: 'event_epoch_one_row', expression: 'singleton' }],
});
