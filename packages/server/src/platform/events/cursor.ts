import type { GraphQLError } from 'graphql';
import { apiError } from '../graphql/errors.ts';

/** A place in the desk's log: (epoch, xid, id). xid8 and bigint do not fit a number and stay text. */
export type Position = { epoch: number; xid: string; id: string };

/** Before the first event there can be. */
export const ORIGIN: Position = { epoch: 0, xid: '0', id: '0' };

/** Decimal text without leading zeros orders by length, then by its digits. */
function compareDecimal(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Negative: a comes before b in the log. */
export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || compareDecimal(a.xid, b.xid) || compareDecimal(a.id, b.id);
}

/** The opaque form that clients keep. */
export function encodeCursor(position: Position): string {
  return Buffer.from(`${position.epoch}.${position.xid}.${position.id}`).toString('base64url');
}

const MAX_XID = 2n ** 64n - 1n;
const MAX_ID = 2n ** 63n - 1n;

/**
 * Reads a client's cursor.
 *
 * @throws GraphQLError BAD_REQUEST when it is none; RESYNC_REQUIRED when it is of an epoch that has not been here. One of
 * an earlier epoch is a place in a log that has been restored since: whether that place came with it, the log knows.
 */
export function parseCursor(text: string, epoch: number): Position {
  const match = /^(\d{1,9})\.(0|[1-9]\d{0,19})\.(0|[1-9]\d{0,18})$/.exec(
    Buffer.from(text, 'base64url').toString('latin1'),
  );
  const [, own = '', xid = '', id = ''] = match ?? [];
  if (!match || BigInt(xid) > MAX_XID || BigInt(id) > MAX_ID) {
    throw apiError('BAD_REQUEST', 'This is no cursor of the event log.');
  }
  if (Number(own) > epoch) throw resyncRequired();
  return { epoch: Number(own), xid, id };
}

/** The replay asked for is impossible: read everything again, then subscribe anew. */
export function resyncRequired(): GraphQLError {
  return apiError('RESYNC_REQUIRED', 'The events asked for cannot be replayed: load anew and subscribe again.');
}

/** What is subscribed to is not there, or no longer the subscriber's to see. */
export function notFound(): GraphQLError {
  return apiError('NOT_FOUND', 'There is no such thing to watch, or it is not yours to see.');
}
