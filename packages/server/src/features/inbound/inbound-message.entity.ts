import { defineEntity, p } from '@mikro-orm/core';
import type { Confidence, Decision } from '@copydesk/rules';
import { id, moment, oneOf, writtenAt } from '../../platform/database/columns.ts';
import type { Authentication } from '../../platform/mail/authenticate/trusted-relay.ts';
import { Blob } from '../../platform/storage/blob.entity.ts';
import { Department } from '../departments/department.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

/**
 * RECEIVED until its job has run; FAILED when the job gave up: listed, and retriable. EXPIRED: it was suspended, nobody
 * touched it for `suspended.retentionDays`, and its raw message is gone.
 */
export type InboundStatus = 'RECEIVED' | 'DONE' | 'SUSPENDED' | 'REJECTED' | 'DISCARDED' | 'FAILED' | 'EXPIRED';

export const InboundMessage = defineEntity({
  name: 'InboundMessage',
  tableName: 'inbound_message',
  properties: {
    id: id(),
    status: p.text().$type<InboundStatus>().default('RECEIVED'),
    raw: () => p.manyToOne(Blob).mapToPk().nullable().deleteRule('no action').fieldNames('raw_sha256'),
    /** SHA-256 of the message and its envelope: the same delivery, handed over twice, is one message. */
    deliveryHash: p.text().unique(),
    envelopeFrom: p.text(),
    envelopeTo: p.array().columnType('text[]'),
    remoteAddress: p.text().nullable(),
    helo: p.text().nullable(),
    /** What SPF, DKIM and DMARC said when it was first read; null: nobody was asked. */
    authentication: p.json<Authentication>().nullable(),
    messageId: p.text().nullable().index(),
    fromAddress: p.text().nullable(),
    subject: p.text().nullable(),
    /** The first words of its text, for lists. */
    preview: p.text().nullable(),
    /** SHA-256 of what stands below the headers: with the Message-ID it tells a message that came twice. */
    bodySha256: p.text().nullable(),
    receivedAt: writtenAt(),
    processedAt: moment().nullable(),
    attempts: p.integer().default(0),
    error: p.text().nullable(),
    confidence: p.text().$type<Confidence>().nullable(),
    confidenceReasons: p.array().columnType('text[]').defaultRaw(`'{}'`),
    decision: p.json<Decision & { policyVersion: number }>().nullable(),
    /** The rules that suspended it so far, in order, separated by spaces; `duplicate` for a message that was here before. */
    suspendedBy: p.text().nullable(),
    department: () => p.manyToOne(Department).mapToPk().nullable(),
    ticket: () => p.manyToOne(Ticket).mapToPk().nullable(),
    commentId: p.uuid().nullable(),
  },
  checks: [
    {
      name: 'inbound_message_status_known',
      expression: oneOf('status', ['RECEIVED', 'DONE', 'SUSPENDED', 'REJECTED', 'DISCARDED', 'FAILED', 'EXPIRED']),
    },
  ],
  indexes: [
    {
      name: 'inbound_message_waiting',
      properties: ['status', 'id'],
      where: `status in ('RECEIVED', 'SUSPENDED', 'FAILED')`,
    },
    {
      name: 'inbound_message_nothing',
      properties: ['status', 'id'],
      where: `status in ('REJECTED', 'DISCARDED', 'EXPIRED')`,
    },
    { name: 'inbound_message_on_ticket', properties: ['ticket', 'receivedAt'] },
    { name: 'inbound_message_sender', properties: ['fromAddress', 'receivedAt'] },
  ],
});

/**
 * Every Message-ID that belongs to a ticket, sent or received, with the canonical addresses its To and Cc named: by it
 * answers find their ticket, and `cc-dropped` knows whom the answered message had named. `named` null: the message never
 * came to the desk, but a mail of the ticket speaks of it; that counts for the ticket's participants alone.
 */
export const MessageReference = defineEntity({
  name: 'MessageReference',
  tableName: 'message_reference',
  properties: {
    messageId: p.text().primary(),
    ticket: () => p.manyToOne(Ticket).mapToPk().primary().index(),
    named: p.array().columnType('text[]').nullable().defaultRaw(`'{}'`),
    createdAt: writtenAt(),
  },
});
