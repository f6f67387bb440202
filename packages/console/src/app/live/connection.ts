import { createClient, type Client } from 'graphql-ws';
import { useSyncExternalStore } from 'react';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';
export type Connection = { state: ConnectionState; since: number };

/** The socket was ended because the sign-in was revoked (4401) or has expired (4403). */
const SIGN_IN_ENDED = new Set([4401, 4403]);
const PONG_WITHIN = 5_000;

let connection: Connection = { state: 'connecting', since: Date.now() };
const listeners = new Set<() => void>();

function become(state: ConnectionState): void {
  if (connection.state === state) return;
  if (state === 'reconnecting' && connection.state === 'connecting') return;
  connection = { state, since: Date.now() };
  for (const listener of listeners) listener();
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentConnection(): Connection {
  return connection;
}

export function useConnection(): Connection {
  return useSyncExternalStore(onConnection, currentConnection);
}

/** Half a second at first, ten at most, spread so that a restarted server is not met by everybody at once. */
function pause(retries: number): Promise<void> {
  const ms = Math.min(500 * 2 ** retries, 10_000) * (0.5 + Math.random() / 2);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
  });
}

/**
 * The one socket. It is tried again for ever; where a stream goes on after a break is the caller's to say (its variables
 * are read anew at each connection). `signInEnded` is called when the server says that the session is over.
 */
export function createSocket(signInEnded: () => void): Client {
  let pong: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    keepAlive: 12_000,
    lazyCloseTimeout: 1_000,
    retryAttempts: Infinity,
    retryWait: pause,
    shouldRetry: () => true,
    on: {
      connected: () => become('live'),
      closed: (event) => {
        clearTimeout(pong);
        const code = (event as CloseEvent | undefined)?.code ?? 0;
        if (SIGN_IN_ENDED.has(code)) signInEnded();
        become(navigator.onLine ? 'reconnecting' : 'offline');
      },
      error: () => become(navigator.onLine ? 'reconnecting' : 'offline'),
      ping: (received) => {
        if (!received) pong = setTimeout(() => client.terminate(), PONG_WITHIN);
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
      },
    },
  });
  addEventListener('offline', () => {
    become('offline');
    client.terminate();
  });
  addEventListener('online', () => {
    if (connection.state === 'offline') become('reconnecting');
  });
  return client;
}
