import { useCallback, useEffect, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { errorCode } from '../../app/live/error-code.ts';
import { useSigned } from '../../app/viewer.ts';
import {
  DepartmentRulesDocument,
  TicketEventsDocument,
  TicketPageDocument,
  TicketStandingDocument,
  type TicketPageQuery,
} from '../../gql/graphql.ts';

export type OpenTicket = NonNullable<TicketPageQuery['ticket']>;

const TRY_AGAIN = 3_000;
const LOOK_AGAIN = 4_000;

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

  useEffect(() => {
    if (id === undefined || ticket === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stream = desk.client.subscription(TicketEventsDocument, { ticketId: id, after: ticket.seq });
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
    // The stream goes on by itself; a new seq must not start it again.
  }, [id, epoch, desk, read]);

  useEffect(() => desk.onGap((ticketId) => ticketId === id && read()), [desk, id, read]);
  useStanding(ticket);

  return { ticket, loading: page.fetching && ticket === null, error: page.error, gone, broken, again: read };
}

/**
 * The department's switch and limit are not part of a ticket's log, so they are looked at while the ticket is open; when
 * they moved, the department's rules are read again and the composer follows at once.
 */
function useStanding(ticket: OpenTicket | null): void {
  const client = useClient();
  const id = ticket?.id;
  const departmentId = ticket?.department.id;
  useEffect(() => {
    if (id === undefined || departmentId === undefined) return;
    let before: string | null = null;
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      const { data } = await client.query(TicketStandingDocument, { id }, { requestPolicy: 'network-only' });
      const standing = data?.ticket;
      if (!standing) return;
      const now = `${standing.department.id} ${standing.department.ccEnabled} ${standing.department.ccLimit}`;
      if (before !== null && before !== now) {
        await client.query(DepartmentRulesDocument, { id: standing.department.id }, { requestPolicy: 'network-only' });
      }
      before = now;
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN);
    addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', look);
    };
  }, [client, id, departmentId]);
}
