import type { Client as SocketClient, ExecutionResult } from 'graphql-ws';
import type { SubscriptionForwarder } from 'urql';
import { followDesk, followTicket, type Placed } from './resume.ts';

type Streams = { ticketEvents?: Placed | null; deskEvents?: Placed | null };

/**
 * The client names the type at the end of every selection: also in those on one type, where the parent has named it
 * already, and after a fragment, which names it itself. A document may be 400 tokens long, so these go.
 */
export function withoutRepeatedTypenames(query: string): string {
  return query
    .replaceAll(/(\.\.\.(?!\s*on\b)\w+)\s+__typename(?=\s*\})/gu, '$1')
    .replaceAll(/(\.\.\. on \w+ \{(?:[^{}]|\{[^{}]*\})*?)\s+__typename(?=\s*\})/gu, '$1');
}

/**
 * Passes urql's subscriptions to the socket. After a break the same subscription is sent again by the socket's client;
 * its `after` is read at that moment, so it goes on behind the last event seen, and what comes twice is dropped here.
 * `onGap` hears of a ticket whose log has a hole.
 */
export function resumingSubscription(socket: SocketClient, onGap: (ticketId: string) => void): SubscriptionForwarder {
  return (request) => ({
    subscribe(sink) {
      const given: Record<string, unknown> = request.variables ?? {};
      const follow =
        'ticketId' in given
          ? followTicket(typeof given.after === 'number' ? given.after : null)
          : followDesk(typeof given.after === 'string' ? given.after : null);
      const payload = {
        query: withoutRepeatedTypenames(request.query ?? ''),
        get variables() {
          return { ...given, after: follow.place() };
        },
      };
      const unsubscribe = socket.subscribe(payload, {
        next(result) {
          const streams = (result.data ?? {}) as Streams;
          const event = streams.ticketEvents ?? streams.deskEvents;
          const verdict = event === undefined || event === null ? 'APPLY' : follow.see(event);
          if (verdict === 'SEEN') return;
          sink.next(result as ExecutionResult);
          if (verdict === 'GAP' && event) onGap(event.ticketId);
        },
        error: (error) => sink.error(error),
        complete: () => sink.complete(),
      });
      return { unsubscribe };
    },
  });
}
