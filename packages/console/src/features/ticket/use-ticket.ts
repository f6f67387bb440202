import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { useQuery } from 'urql';
import { errorCode } from '../../app/live/error-code.ts';
import { useSigned } from '../../app/viewer.ts';
import { TicketEventsDocument, TicketPageDocument, type TicketPageQuery } from '../../gql/graphql.ts';
import { useDepartment } from './use-department.ts';

export type OpenTicket = NonNullable<TicketPageQuery['ticket']>;

const TRY_AGAIN = 3_000;

/**
 * A ticket, kept up to date by its own log: read once, then every event behind its seq. When the log cannot be followed
 * (RESYNC_REQUIRED, a hole) the ticket is read again. `gone`: it is no longer the viewer's to see; `broken`: its
 * log cannot be followed just now.
 */
export function useTicket(number: number) {
  const { desk } = useSigned();
  const [page, again] = useQuery({
    query: TicketPageDocument,
    variables: { number },
    requestPolicy: 'cache-and-network',
  });
  const ticket = page.data?.ticket ?? null;
  const [gone, setGone] = useState(false);
  const [broken, setBroken] = useState(false);
  const [epoch, setEpoch] = useState(0);
  const id = ticket?.id;
  const read = useCallback(() => again({ requestPolicy: 'network-only' }), [again]);

  // The stream goes on by itself: a new seq must not start it again.
  const seqNow = useEffectEvent(() => ticket?.seq ?? null);
  useEffect(() => {
    if (id === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stream = desk.client.subscription(TicketEventsDocument, { ticketId: id, after: seqNow() });
    const { unsubscribe } = stream.subscribe((result) => {
      const event = result.data?.ticketEvents;
      if (event?.__typename === 'TicketGone') setGone(true);
      setBroken(result.error !== undefined);
      if (!result.error) return;
      unsubscribe();
      if (errorCode(result.error) === 'NOT_FOUND') return setGone(true);
      timer = setTimeout(
        () => {
          read();
          setEpoch((n) => n + 1);
        },
        errorCode(result.error) === 'RESYNC_REQUIRED' ? 0 : TRY_AGAIN,
      );
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [id, epoch, desk, read]);

  useEffect(() => desk.onGap((ticketId) => ticketId === id && read()), [desk, id, read]);
  useDepartment(ticket?.department.id);

  return { ticket, loading: page.fetching && ticket === null, error: page.error, gone, broken, again: read };
}
