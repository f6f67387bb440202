import { defineEntity, p } from '@mikro-orm/core';
import type { Decision, SideHeader, SideRecipient, SideState, SideTold } from '@copydesk/rules';
import { id, oneOf, writtenAt } from '../../platform/database/columns.ts';
import type { CommentVia } from '../comments/comment.entity.ts';
import { InboundMessage } from '../inbound/inbound-message.entity.ts';
import { Person } from '../people/person.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

/** A conversation by mail beside a ticket: the team's, and no business of the ticket's customers. */
export const SideConversation = defineEntity({
  name: 'SideConversation',
  tableName: 'side_conversation',
  properties: {
    id: id(),
    ticket: () => p.manyToOne(Ticket).mapToPk().index(),
    subject: p.text(),
    state: p.text().$type<SideState>().default('OPEN'),
    createdBy: () => p.manyToOne(Person).mapToPk().nullable(),
    createdAt: writtenAt(),
    updatedAt: writtenAt(),
  },
  checks: [{ name: 'side_conversation_state_known', expression: oneOf('state', ['OPEN', 'CLOSED']) }],
});

/** Who gets the next message. */
export const SideParticipant = defineEntity({
  name: 'SideParticipant',
  tableName: 'side_participant',
  properties: {
    sideConversation: () => p.manyToOne(SideConversation).mapToPk().primary(),
    person: () => p.manyToOne(Person).mapToPk().primary().index(),
    /** The one they were named by; they are written to there as long as it is theirs. */
    address: p.text(),
    header: p.text().$type<SideHeader>(),
    since: writtenAt(),
  },
  checks: [{ name: 'side_participant_header_known', expression: oneOf('header', ['TO', 'CC', 'BCC']) }],
});

export const SideMessage = defineEntity({
  name: 'SideMessage',
  tableName: 'side_message',
  properties: {
    id: id(),
    sideConversation: () => p.manyToOne(SideConversation).mapToPk(),
    author: () => p.manyToOne(Person).mapToPk().nullable().index(),
    bodyText: p.text(),
    bodyHtml: p.text().nullable(),
    quotedText: p.text().nullable(),
    via: p.text().$type<CommentVia>(),
    decision: p.json<Decision & { policyVersion: number }>().nullable(),
    /** Whom the message named, as it was; later changes of the participants do not touch it. */
    recipients: p.json<SideRecipient[]>().defaultRaw(`'[]'`),
    /** Whom the desk writes to about it. */
    told: p.json<SideTold[]>().defaultRaw(`'[]'`),
    /** Did its author show themselves to the others? Then the threads of their mails may name it. */
    shown: p.boolean().default(true),
    flags: p.array().columnType('text[]').defaultRaw(`'{}'`),
    inboundMessage: () => p.manyToOne(InboundMessage).mapToPk().nullable().unique(),
    clientKey: p.text().nullable(),
    createdAt: writtenAt(),
  },
  checks: [
    { name: 'side_message_via_known', expression: oneOf('via', ['CONSOLE', 'API', 'MAIL', 'HELP_CENTER', 'SYSTEM']) },
  ],
  indexes: [{ name: 'side_message_conversation', properties: ['sideConversation', 'id'] }],
  uniques: [{ name: 'side_message_client_key', properties: ['author', 'clientKey'] }],
});

/** The signed address a person answers a side conversation at: it never leads to the ticket's comments. */
export const SideReplyAddress = defineEntity({
  name: 'SideReplyAddress',
  tableName: 'side_reply_address',
  properties: {
    token: p.text().primary(),
    sideConversation: () => p.manyToOne(SideConversation).mapToPk(),
    person: () => p.manyToOne(Person).mapToPk().index(),
    /** Canonical addresses of others who know it. */
    seenBy: p.array().columnType('text[]').defaultRaw(`'{}'`),
    issuedAt: writtenAt(),
  },
  uniques: [{ name: 'side_reply_address_once', properties: ['sideConversation', 'person'] }],
});

/** Every Message-ID that belongs to a side conversation, sent or received. */
export const SideMessageReference = defineEntity({
  name: 'SideMessageReference',
  tableName: 'side_message_reference',
  properties: {
    messageId: p.text().primary(),
    sideConversation: () => p.manyToOne(SideConversation).mapToPk().primary().index(),
    createdAt: writtenAt(),
  },
});
