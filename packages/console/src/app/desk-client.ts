import { Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import { deskCache } from './cache.ts';
import { createBus } from './live/bus.ts';
import { createSocket } from './live/connection.ts';
import { errorCode } from './live/error-code.ts';
import { resumingSubscription } from './live/resuming-subscription.ts';

export type Desk = {
  client: Client;
  /** Hears the id of a ticket whose log had a hole: it must be read again. */
  onGap: (listener: (ticketId: string) => void) => () => void;
  close: () => void;
};

/** Client, cache and socket for one signed-in person. A new sign-in makes a new one, so nothing is carried over. */
export function openDesk(signInEnded: () => void): Desk {
  const gaps = createBus<string>();
  const socket = createSocket(signInEnded);
  const client = new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      mapExchange({
        onError: (error) => {
          if (errorCode(error) === 'UNAUTHENTICATED') signInEnded();
        },
      }),
      deskCache(),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: resumingSubscription(socket, gaps.tell) }),
    ],
  });
  return { client, onGap: gaps.listen, close: () => void socket.dispose() };
}
