import type { GraphQLSchema } from 'graphql';
import type { SubjectTicket } from '@copydesk/rules';
import type { DoorState } from '../auth/authenticate.ts';
import type { Context } from '../graphql/context.ts';
import type { Viewer } from '../viewer.ts';
import type { PresenceOf } from './presence-topic.ts';

/** What the hub must know of a ticket: who may see it now, and how far its counts are. */
export type TicketAccess = { id: string; subject: SubjectTicket; seq: number; publicSeq: number };

/** Tickets as they are now, with the people that their events name. */
export type LoadedTickets = {
  tickets: readonly TicketAccess[];
  /** Gives the loaders of a context what is known already; `maySee` says of which tickets. */
  prime(context: Context, maySee: (ticketId: string) => boolean): void;
};

/** What the hub takes from the rest of the desk. */
export type LiveSource = {
  schema: GraphQLSchema;
  /** Begins to read comments that are about to be shown, for all contexts that share the rows. Never waits. */
  expectComments(rows: Context['rows'], commentIds: readonly string[]): void;
  /** In one statement. What is not there is left out. */
  loadTickets(ticketIds: readonly string[], personIds: readonly string[]): Promise<LoadedTickets>;
  /** Who of the team is at these tickets now, in order; in one statement. */
  loadPresence(ticketIds: readonly string[]): Promise<PresenceOf[]>;
  /** The viewers behind these doors as they are now, in one statement, by `doorKey`. */
  reloadViewers(doors: readonly Viewer['door'][]): Promise<ReadonlyMap<string, DoorState>>;
};
