import type { Duplex } from 'node:stream';
import type { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';
import { isStaff } from '@copydesk/rules';
import type { Viewer } from '../viewer.ts';
import type { Audience } from './event-view.ts';
import { writeFrame } from './frame.ts';

/** Close codes, as clients of graphql-transport-ws understand them: all but REVOKED are retried. */
export const CLOSE = {
  /** This node is going: connect again, to another. */
  DRAINING: 1012,
  /** The reader is too slow: connect again and replay. */
  SLOW_READER: 1013,
  /** Not signed in, or no longer: disabled, token revoked, signed out. */
  REVOKED: 4401,
  /** The session has run out: sign in again, then connect again. */
  EXPIRED: 4403,
} as const;

/** What hangs on a socket: a subscription. */
type Attached = {
  end(error?: GraphQLError): void;
  /** The viewer is another class of viewer than before. */
  viewerChanged(): void;
};

/** A client's socket: who is behind it, what it has subscribed to, and how much it leaves unread. */
export class Connection {
  viewer: Viewer;
  readonly subscribers = new Set<Attached>();
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #maxUnread: number;

  /** `stream`: what carries the socket. It compresses nothing, so that whoever writes whole frames writes in turn. */
  constructor(socket: WebSocket, stream: Duplex, viewer: Viewer, maxUnread: number) {
    this.#socket = socket;
    this.#stream = stream;
    this.viewer = viewer;
    this.#maxUnread = maxUnread;
  }

  get audience(): Audience {
    return isStaff(this.viewer) ? 'STAFF' : 'CUSTOMER';
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes that were written and not taken. */
  get unread(): number {
    return this.#socket.bufferedAmount;
  }

  /**
   * Writes a frame: its own beginning, and what it shares with others. A reader who leaves too much unread is closed: they
   * replay what they missed when they come back.
   */
  send(head: string, shared: Buffer): void {
    if (!this.open) return;
    writeFrame(this.#stream, head, shared);
    if (this.#socket.bufferedAmount > this.#maxUnread) this.close(CLOSE.SLOW_READER, 'Too slow a reader');
  }

  /** Resolves when all that was written so far has left this process, or the socket is closed. */
  flushed(): Promise<void> {
    if (!this.open || this.#socket.bufferedAmount === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.once('close', resolve);
      // An empty frame would be a message to the client; a pong nobody asked for is nothing.
      this.#socket.pong(undefined, undefined, () => {
        this.#socket.off('close', resolve);
        resolve();
      });
    });
  }

  /** Ends the subscriptions at once and the socket by its closing handshake. */
  close(code: number, reason: string): void {
    for (const subscriber of this.subscribers) subscriber.end();
    this.#socket.close(code, reason);
  }
}
