import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { stringifyDocument } from 'urql';
import { useConnection } from '../../app/live/connection.ts';
import { TicketSeqDocument, type TicketSeqQuery } from '../../gql/graphql.ts';

const LOOK_AGAIN = 4_000;

/** Where the ticket's log stands at the server. Past the cache, whose seq is the last event that was applied here. */
async function seqAtServer(id: string): Promise<number | null> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: stringifyDocument(TicketSeqDocument), variables: { id } }),
    });
    const { data } = (await response.json()) as { data?: TicketSeqQuery | null };
    return data?.ticket?.seq ?? null;
  } catch {
    return null;
  }
}

/**
 * What a break hides: while there is no stream, how many changes wait (asked over HTTP, where that still answers); after
 * it, how many came while one was away.
 */
export function useAway(
  ticketId: string,
  seq: number,
): { waiting: number | null; missed: number; dismiss: () => void } {
  const { state } = useConnection();
  const left = useRef<number | null>(null);
  const [waiting, setWaiting] = useState<number | null>(null);
  const [missed, setMissed] = useState(0);
  const seqNow = useEffectEvent(() => seq);

  useEffect(() => {
    if (state === 'live') {
      const from = left.current;
      left.current = null;
      if (from === null) return;
      void seqAtServer(ticketId).then((to) => {
        setWaiting(null);
        setMissed(to === null ? 0 : Math.max(0, to - from));
      });
      return;
    }
    left.current ??= seqNow();
    const from = left.current;
    if (state !== 'reconnecting') return;
    const look = () => void seqAtServer(ticketId).then((to) => to !== null && setWaiting(Math.max(0, to - from)));
    look();
    const timer = setInterval(look, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [state, ticketId]);

  return { waiting: state === 'live' ? null : waiting, missed, dismiss: () => setMissed(0) };
}
