import { defineEntity, p } from '@mikro-orm/core';
import { moment, oneOf, writtenAt } from '../../platform/database/columns.ts';

/** What somebody of the team is doing at a ticket, from the least telling to the most. */
export const PRESENCE_STATES = ['VIEWING', 'WRITING_NOTE', 'WRITING_REPLY'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/**
 * Who is at a ticket right now: one row for each window, worth nothing after `expiresAt`. The table is unlogged and has
 * no foreign keys: after a crash nobody is anywhere, and a heartbeat locks no row of anybody else's.
 */
export const Presence = defineEntity({
  name: 'Presence',
  tableName: 'presence',
  properties: {
    ticketId: p.uuid().primary(),
    personId: p.uuid().primary(),
    /** The client's own name of the window; empty where it gives none. */
    clientKey: p.text().primary(),
    state: p.text().$type<PresenceState>(),
    since: writtenAt(),
    expiresAt: moment().index(),
  },
  checks: [{ name: 'presence_state_known', expression: oneOf('state', PRESENCE_STATES) }],
});
