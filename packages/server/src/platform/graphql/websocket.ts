import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createSourceEventStream, GraphQLError, type ExecutionArgs } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Context as SocketContext } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { authenticate } from '../auth/authenticate.ts';
import type { Desk } from '../desk.ts';
import { CLOSE, Connection } from '../events/connection.ts';
import type { Hub } from '../events/hub.ts';
import { turnIsOver } from '../events/pace.ts';
import { documentCache, type PreparedDocument } from '../events/prepared-document.ts';
import { isOwnOrigin } from '../http/origin.ts';
import { createContext, type Context } from './context.ts';
import { asksTooMuch } from './document-cost.ts';
import { apiError, maskError } from './errors.ts';
import { tooMuchOf } from './request-limits.ts';

/** What a subscription's resolver is given beside the context of every resolver: who subscribes, and by which text. */
export type SubscribeContext = Context & { subscribes?: Subscribes };
export type Subscribes = {
  hub: Hub;
  asker: { connection: Connection; id: string };
  prepared: PreparedDocument;
  variables: Readonly<Record<string, unknown>>;
};

export type WebSocketOptions = {
  desk: Desk;
  hub: Hub;
  schema: NonNullable<ExecutionArgs['schema']>;
  /** Bytes that a reader may leave unread before they are closed. */
  maxUnread?: number;
  /** Milliseconds between pings; who does not answer one before the next is gone. */
  pingEvery?: number;
};

const PATH = '/graphql';
const MAX_MESSAGE = 64 * 1024;
const MAX_SUBSCRIPTIONS = 100;
/** Beside what the kernel keeps for a reader, some megabytes: a hundred who read nothing are to cost less than 50 MB. */
const MAX_UNREAD = 256 * 1024;

/** Milliseconds within which a socket has to say who it is. */
const INIT_WITHIN = 3_000;

/** What is known of a socket. `headers`: those that it was asked for with, until its viewer is known; so long `waits` runs. */
type Extra = {
  socket: WebSocket;
  stream: Duplex;
  headers: IncomingHttpHeaders | null;
  waits: NodeJS.Timeout | null;
  connection?: Connection;
};
type Sockets = SocketContext<Record<string, unknown>, Extra>;

export type WebSocketDoor = {
  /** Refuses new sockets and closes all that are open with 1012; resolves when they are closed. */
  drain(): Promise<void>;
};

/** Serves subscriptions (graphql-transport-ws) at /graphql of an HTTP server. Queries and mutations are refused. */
export function attachWebSocket(http: Server, options: WebSocketOptions): WebSocketDoor {
  const { pingEvery = 20_000 } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE,
    // A thousand messages that come at once have a turn each.
    allowSynchronousEvents: false,
  });
  const protocol = makeProtocol(options);
  let draining = false;

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const wanted = new URL(request.url ?? '/', 'http://host').pathname === PATH;
    if (!wanted || draining) {
      stream.end(`HTTP/1.1 ${wanted ? '503 Service Unavailable' : '404 Not Found'}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => serve(protocol, socket, request));
  };
  http.on('upgrade', upgrade);

  const ping = async () => {
    for (const socket of sockets.clients) {
      for (let over = turnIsOver(); over; over = turnIsOver()) await over;
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      if (socket.readyState === socket.OPEN) socket.ping();
    }
  };
  const pings = setInterval(() => void ping(), pingEvery);
  pings.unref();

  return {
    async drain() {
      draining = true;
      http.off('upgrade', upgrade);
      clearInterval(pings);
      const closed = [...sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets.clients) socket.close(CLOSE.DRAINING, 'Restarting');
      const patience = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 1_000);
      await Promise.all(closed);
      clearTimeout(patience);
    },
  };
}

const nothing = () => undefined;

/** Those who have said nothing since they were last pinged. */
const silent = new WeakSet<WebSocket>();

/** Sockets lie idle by the thousand: what they do is the same functions for all. */
function heard(this: WebSocket): void {
  silent.delete(this);
}

/** A socket as the protocol's library wants it. */
class Wire {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  async send(data: string): Promise<void> {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(data);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  onMessage(receive: (data: string) => Promise<void>): void {
    this.#socket.on('message', function message(this: WebSocket, data: Buffer) {
      const invalid = () => this.close(CloseCode.BadRequest, 'Invalid message received');
      heard.call(this);
      try {
        // Read here: the library would keep the text for as long as the subscription lasts.
        receive(JSON.parse(data.toString())).catch(invalid);
      } catch {
        invalid();
      }
    });
  }
}

/** Joins a socket to the protocol. */
function serve(protocol: Protocol, socket: WebSocket, request: IncomingMessage): void {
  const waits = setTimeout(
    () => socket.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
    INIT_WITHIN,
  );
  const extra: Extra = { socket, stream: request.socket, headers: request.headers, waits };
  const closed = protocol.opened(new Wire(socket), extra);
  socket.on('pong', heard);
  // Its close follows, and says all there is to say.
  socket.on('error', nothing);
  socket.on('close', (code, reason) => void closed(code, String(reason)));
}

type Protocol = ReturnType<typeof makeProtocol>;

function makeProtocol({ desk, hub, schema, maxUnread = MAX_UNREAD }: WebSocketOptions) {
  const prepare = documentCache(schema);
  return makeServer<Record<string, unknown>, Extra>({
    // Its timer would be kept for as long as the socket is: ours goes.
    connectionInitWaitTimeout: 0,
    async onConnect(context: Sockets) {
      const { extra, connectionParams } = context;
      const since = hub.doors.clock;
      const credentials = credentialsOf(desk, extra.headers ?? {}, connectionParams);
      // Idle sockets are many: nothing is kept of how they came.
      extra.headers = null;
      endWaiting(extra);
      Object.assign(context, { connectionParams: undefined });
      const viewer = await authenticate(desk, credentials);
      if (!viewer) {
        extra.socket.close(CLOSE.REVOKED, 'Sign in first');
        return false;
      }
      extra.connection = new Connection(extra.socket, extra.stream, viewer, maxUnread);
      if (extra.socket.readyState === extra.socket.OPEN) await hub.doors.add(extra.connection, since);
      return true;
    },
    onClose({ extra }) {
      endWaiting(extra);
      if (extra.connection) hub.doors.remove(extra.connection);
    },
    onSubscribe(context: Sockets, id, payload) {
      const { connection } = context.extra;
      if (!connection) return [apiError('UNAUTHENTICATED', 'Sign in first.')];
      if (Object.keys(context.subscriptions).length > MAX_SUBSCRIPTIONS) {
        return [apiError('LIMITED', `A socket carries at most ${MAX_SUBSCRIPTIONS} subscriptions.`)];
      }
      const variables = payload.variables ?? {};
      const refusal = tooMuchOf(payload.query, variables);
      if (refusal) return [shown(refusal)];
      const prepared = prepare(payload.query, payload.operationName);
      if (!('document' in prepared)) return prepared.map(shown);
      const tooMuch = asksTooMuch(schema, { ...prepared, variables });
      if (tooMuch) return [shown(tooMuch)];
      // The library keeps the message for as long as the subscription lasts: let all keep the same text, and no more.
      Object.assign(payload, { query: prepared.text, variables: undefined });
      const subscribes: Subscribes = { hub, asker: { connection, id }, prepared, variables };
      const contextValue: SubscribeContext = { ...createContext(desk, connection.viewer, `socket ${id}`), subscribes };
      const operationName = prepared.operationName === undefined ? {} : { operationName: prepared.operationName };
      return { schema, document: prepared.document, variableValues: variables, contextValue, ...operationName };
    },
    async subscribe(args) {
      const stream = await createSourceEventStream(args);
      // The library keeps the arguments for as long as the stream lasts, and these are used no more.
      Object.assign(args, { contextValue: undefined, variableValues: undefined });
      if (Symbol.asyncIterator in stream) return stream as AsyncGenerator<never, void, void>;
      return refused(stream.errors?.[0]);
    },
  });
}

function endWaiting(extra: Extra): void {
  if (extra.waits) clearTimeout(extra.waits);
  extra.waits = null;
}

/** An error message ends the subscription where a result with errors would leave it open. */
async function* refused(error: GraphQLError | undefined): AsyncGenerator<never, void, void> {
  yield* [];
  throw error ? shown(error) : new Error('The subscription failed.');
}

function shown(error: GraphQLError): GraphQLError {
  const { message, extensions } = maskError(error);
  return new GraphQLError(message, { extensions });
}

/** `connection_init` may name a token; else the session cookie counts, for pages of our own. */
function credentialsOf(desk: Desk, headers: IncomingHttpHeaders, init: Record<string, unknown> | undefined) {
  if (typeof init?.['token'] === 'string') return { authorization: init['token'] };
  if (headers.authorization !== undefined) return { authorization: headers.authorization };
  return isOwnOrigin(desk.config, headers) ? { cookie: headers.cookie } : {};
}
