import { defineEntity, p } from '@mikro-orm/core';
import type { SideTold, Told } from '@copydesk/rules';
import { id, moment, oneOf, writtenAt } from '../../platform/database/columns.ts';
import { Comment } from '../comments/comment.entity.ts';
import { Person } from '../people/person.entity.ts';
import { SideMessage } from '../side-conversations/side-conversation.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

/** KEPT: nowhere to send it (no SMTP_URL); it stands in "Sent mail". FAILED: the peer refused it for good. */
export type OutboundStatus = 'QUEUED' | 'SENT' | 'KEPT' | 'FAILED';

export type MailHeaders = {
  from: { name: string; address: string };
  to: { name: string; address: string }[];
  cc: { name: string; address: string }[];
  replyTo: { name: string; address: string };
  inReplyTo: string | null;
  references: string[];
};

/** `holds`: the comments that a mail with a history was written from. */
export type StoredTold = Told & { holds?: string[] };

/** One message for one person about one event; the unique key is what makes the consumer idempotent. */
export const OutboundMessage = defineEntity({
  name: 'OutboundMessage',
  tableName: 'outbound_message',
  properties: {
    id: id(),
    eventId: p.bigint('string'),
    ticket: () => p.manyToOne(Ticket).mapToPk().index(),
    comment: () => p.manyToOne(Comment).mapToPk().nullable().index(),
    sideMessage: () => p.manyToOne(SideMessage).mapToPk().nullable().index(),
    person: () => p.manyToOne(Person).mapToPk(),
    address: p.text(),
    told: p.json<StoredTold | SideTold>(),
    status: p.text().$type<OutboundStatus>().default('QUEUED'),
    headers: p.json<MailHeaders>(),
    subject: p.text(),
    bodyText: p.text(),
    bodyHtml: p.text(),
    messageId: p.text().unique(),
    /** Messages of one event beyond `mail.batchOver` go out batch after batch, counted from 1. */
    batch: p.integer().default(1),
    attempts: p.integer().default(0),
    lastError: p.text().nullable(),
    createdAt: writtenAt(),
    sentAt: moment().nullable(),
  },
  checks: [
    {
      name: 'outbound_message_status_known',
      expression: oneOf('status', ['QUEUED', 'SENT', 'KEPT', 'FAILED']),
    },
  ],
  uniques: [{ name: 'outbound_message_once', properties: ['eventId', 'person'] }],
  indexes: [
    { name: 'outbound_message_queued', properties: ['id'], where: `status = 'QUEUED'` },
    {
      name: 'outbound_message_acknowledgements',
      properties: ['address', 'createdAt'],
      where: `told ->> 'mail' = 'ACKNOWLEDGEMENT'`,
    },
  ],
});

/**
 * The signed address a person answers a ticket at. `seenBy`: canonical addresses of others who know it, for it stood in a
 * mail that they got or wrote.
 */
export const ReplyAddress = defineEntity({
  name: 'ReplyAddress',
  tableName: 'reply_address',
  properties: {
    token: p.text().primary(),
    ticket: () => p.manyToOne(Ticket).mapToPk(),
    person: () => p.manyToOne(Person).mapToPk().index(),
    seenBy: p.array().columnType('text[]').defaultRaw(`'{}'`),
    issuedAt: writtenAt(),
  },
  uniques: [{ name: 'reply_address_once', properties: ['ticket', 'person'] }],
});
