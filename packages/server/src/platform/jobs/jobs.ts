import type { Transaction } from '../database/database.ts';

/** The kinds of background work. A payload is an id: the row holds the state, so a job may run twice without harm. */
export type JobKinds = {
  /** Reads, decides and applies one stored inbound message. */
  'inbound.process': { inboundMessageId: string };
  /** Hands one outbound message to the SMTP peer. */
  'outbound.deliver': { outboundMessageId: string };
};
export type JobKind = keyof JobKinds;

/** What a node takes on of a kind: `takers` take up to `atOnce` jobs each, and come back when all of those are done. */
export type WorkShare = { takers: number; atOnce: number };

/** The job queue. `send` inside a transaction is stored with it, or not at all. */
export type Jobs = {
  send<K extends JobKind>(kind: K, payload: JobKinds[K], trx?: Transaction): Promise<void>;
  /** Many jobs of a kind in one statement. */
  sendAll<K extends JobKind>(kind: K, payloads: readonly JobKinds[K][], trx?: Transaction): Promise<void>;
  /** Registers the handler of a kind. A job whose handler rejects is tried again, whatever becomes of those beside it. */
  work<K extends JobKind>(kind: K, share: WorkShare, handle: (payload: JobKinds[K]) => Promise<void>): Promise<void>;
  /** Runs waiting jobs of the kind now instead of at the next poll. Called after commit. */
  nudge(kind: JobKind): void;
  /** Waits for running handlers, then stops. */
  stop(): Promise<void>;
};
