import { defineEntity, p } from '@mikro-orm/core';
import { writtenAt } from '../../platform/database/columns.ts';
import { Person } from '../people/person.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

/** By which path a person came to take part. */
export type JoinedVia = 'CONSOLE' | 'API' | 'MAIL' | 'HELP_CENTER' | 'RULE';

/** The participant ledger's cause of one change: the rule and the message behind it, where there was one. */
export type Cause = { rule: string; inboundMessageId?: string; commentId?: string };

export const Cc = defineEntity({
  name: 'Cc',
  tableName: 'cc',
  properties: {
    ticket: () => p.manyToOne(Ticket).mapToPk().primary(),
    person: () => p.manyToOne(Person).mapToPk().primary().index(),
    addedBy: () => p.manyToOne(Person).mapToPk().nullable(),
    addedVia: p.text().$type<JoinedVia>(),
    cause: p.json<Cause>().nullable(),
    addedAt: writtenAt(),
    helpCenterAccess: p.boolean().default(true),
  },
});

export const Follower = defineEntity({
  name: 'Follower',
  tableName: 'follower',
  properties: {
    ticket: () => p.manyToOne(Ticket).mapToPk().primary(),
    person: () => p.manyToOne(Person).mapToPk().primary().index(),
    addedBy: () => p.manyToOne(Person).mapToPk().nullable(),
    addedVia: p.text().$type<JoinedVia>(),
    cause: p.json<Cause>().nullable(),
    addedAt: writtenAt(),
  },
});

/** Whom an agent removed: somebody's Reply-all to an older message does not bring them back. */
export const RemovedCc = defineEntity({
  name: 'RemovedCc',
  tableName: 'removed_cc',
  properties: {
    ticket: () => p.manyToOne(Ticket).mapToPk().primary(),
    person: () => p.manyToOne(Person).mapToPk().primary(),
    removedBy: () => p.manyToOne(Person).mapToPk().nullable(),
    removedAt: writtenAt(),
  },
});
