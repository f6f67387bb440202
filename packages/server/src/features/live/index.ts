import type { Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { reloadViewers } from '../../platform/auth/authenticate.ts';
import type { Desk } from '../../platform/desk.ts';
import type { Connection } from '../../platform/events/connection.ts';
import { Live, type LiveOptions } from '../../platform/events/live.ts';
import { attachWebSocket, type WebSocketDoor, type WebSocketOptions } from '../../platform/graphql/websocket.ts';
import { expectComments } from '../comments/index.ts';
import { readPresence } from '../presence/index.ts';
import { loadLiveTickets } from './live-tickets.reader.ts';

export { resolvers } from './resolvers/index.ts';

export type OpenLiveOptions = { desk: Desk; schema: GraphQLSchema } & Omit<LiveOptions, 'desk' | 'source'> &
  Pick<WebSocketOptions, 'maxUnread' | 'pingEvery'>;

export type LiveUpdates = {
  /** The log has grown, or who is at a ticket has changed, by this node's own doing. Never waits. */
  wake(what?: 'LOG' | 'PRESENCE'): void;
  /** Calls back whenever the log has grown safely. Returns the way out. */
  onGrowth(follower: () => void): () => void;
  /** Serves subscriptions at /graphql of the server. */
  attach(http: Server): void;
  /** Calls back with the age, in milliseconds, of the newest event of each page that is read. */
  onDelay(hear: (ms: number) => void): void;
  /** The sockets that are open. */
  connections(): readonly Connection[];
  /** Refuses new sockets, and sends those that are open to another node (1012). */
  drain(): Promise<void>;
  close(): Promise<void>;
};

/** Opens this node's live updates: it reads the log from now on. */
export async function openLive({ schema, maxUnread, pingEvery, ...options }: OpenLiveOptions): Promise<LiveUpdates> {
  const { desk } = options;
  const doors: WebSocketDoor[] = [];
  const live = await Live.open({
    ...options,
    source: {
      schema,
      expectComments: (rows, commentIds) => expectComments({ desk, rows }, commentIds),
      loadTickets: (ticketIds, personIds) => loadLiveTickets(desk.db, ticketIds, personIds),
      loadPresence: (ticketIds) => readPresence(desk.db, ticketIds),
      reloadViewers: (viewers) => reloadViewers(desk, viewers),
    },
  });
  const drain = async () => void (await Promise.all(doors.map((door) => door.drain())));
  return {
    wake: (what) => live.wake(what),
    onGrowth: (follower) => live.onGrowth(follower),
    attach(http) {
      const limits = {
        ...(maxUnread === undefined ? {} : { maxUnread }),
        ...(pingEvery === undefined ? {} : { pingEvery }),
      };
      doors.push(attachWebSocket(http, { desk, schema, hub: live.hub, ...limits }));
    },
    onDelay: (hear) => live.onDelay(hear),
    connections: () => live.hub.doors.all,
    drain,
    async close() {
      await drain();
      await live.close();
    },
  };
}
