import { defineEntity, p } from '@mikro-orm/core';
import { id, moment, oneOf, writtenAt } from '../../platform/database/columns.ts';
import type { MailSecurity } from '../../platform/mail/imap/mailbox.ts';
import { Person } from '../people/person.entity.ts';

/** What is done with a mail at its server once the desk has it. */
export type Afterwards = 'KEEP_SEEN' | 'MOVE' | 'DELETE';

/** WAITING: it is new, was changed, or no process reads it. FAILED: `lastError` says why; it is tried again by itself. */
export type MailAccountState = 'WAITING' | 'CONNECTED' | 'FAILED' | 'DISABLED';

/** A mailbox that the desk fetches mail from. */
export const MailAccount = defineEntity({
  name: 'MailAccount',
  tableName: 'mail_account',
  properties: {
    id: id(),
    name: p.text(),
    host: p.text(),
    port: p.integer(),
    security: p.text().$type<MailSecurity>(),
    username: p.text(),
    /** Sealed (platform/seal.ts): no secret stands in a dump. */
    password: p.text(),
    mailbox: p.text(),
    /** The support address that mail counts as sent to, whatever its headers say. */
    deliverTo: p.text(),
    afterwards: p.text().$type<Afterwards>(),
    moveTo: p.text().nullable(),
    enabled: p.boolean().default(true),
    /** Rises with every change by an admin: whoever reads by an older one stops. */
    revision: p.integer().default(1),
    /** Null: nothing was read yet. */
    uidValidity: p.bigint('string').nullable(),
    /** All messages up to it have been dealt with. */
    lastUid: p.bigint('string').default('0'),
    state: p.text().$type<MailAccountState>().default('WAITING'),
    lastConnectedAt: moment().nullable(),
    lastMessageAt: moment().nullable(),
    lastError: p.text().nullable(),
    /** Messages that were too large, left unread where they lie. */
    skipped: p.integer().default(0),
    lastSkipped: p.text().nullable(),
    createdBy: () => p.manyToOne(Person).mapToPk().nullable(),
    clientKey: p.text().nullable(),
    createdAt: writtenAt(),
  },
  uniques: [
    { name: 'mail_account_client_key', properties: ['createdBy', 'clientKey'] },
    { name: 'mail_account_mailbox', properties: ['host', 'username', 'mailbox'] },
  ],
  checks: [
    { name: 'mail_account_security_known', expression: oneOf('security', ['TLS', 'STARTTLS', 'NONE']) },
    { name: 'mail_account_afterwards_known', expression: oneOf('afterwards', ['KEEP_SEEN', 'MOVE', 'DELETE']) },
    { name: 'mail_account_state_known', expression: oneOf('state', ['WAITING', 'CONNECTED', 'FAILED', 'DISABLED']) },
    { name: 'mail_account_moves_somewhere', expression: "(afterwards = 'MOVE') = (move_to is not null)" },
  ],
});
