import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { useDeskNews, type DeskNews } from '../../app/live/desk-events.tsx';
import { errorSentence } from '../../app/live/error-code.ts';
import { TicketListDocument } from '../../gql/graphql.ts';
import { EMPTY_LIST, firstPage, nextPage, release, ticketMoved, type LiveList } from './live-list.ts';
import type { View } from './views.ts';

const PAGE = 40;
/** What brings a ticket to the top; changes of properties update its row where it stands. */
const LIFTS = new Set(['TICKET_CREATED', 'COMMENT_ADDED', 'WARNING_RAISED']);

type Listing = {
  list: LiveList;
  loading: boolean;
  error: string | undefined;
  more: string | null;
};

const START: Listing = { list: EMPTY_LIST, loading: true, error: undefined, more: null };

/**
 * A view's tickets, page by page, kept up to date by the desk's events. `held` is asked before anything moves. One view
 * for as long as it is mounted: another view is another list (its key).
 */
export function useTicketList(view: View, held: () => boolean) {
  const client = useClient();
  const [listing, setListing] = useState(START);

  /** Reads a page; answers what becomes of the list. */
  const read = useCallback(
    async (after: string | null): Promise<(was: Listing) => Listing> => {
      const variables = { filter: view.filter, first: PAGE, after };
      const { data, error } = await client.query(TicketListDocument, variables, { requestPolicy: 'network-only' });
      if (!data) {
        const why = errorSentence(error) ?? 'Try again in a moment.';
        return (was) => ({ ...was, loading: false, error: why });
      }
      const { edges, pageInfo } = data.tickets;
      const tickets = edges.map((edge) => edge.node);
      return (was) => ({
        list: after === null ? firstPage(tickets) : nextPage(was.list, tickets),
        loading: false,
        error: undefined,
        more: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
      });
    },
    [client, view],
  );

  useEffect(() => {
    let left = false;
    void read(null).then((page) => left || setListing(page));
    return () => {
      left = true;
    };
  }, [read]);

  const hear = useCallback(
    (news: DeskNews) => {
      if (news === 'RESYNC') return void read(null).then(setListing);
      const ticket = news.ticket;
      if (!ticket) {
        setListing((was) => ({
          ...was,
          list: { ...was.list, order: was.list.order.filter((id) => id !== news.ticketId) },
        }));
        return;
      }
      const how = { holds: view.holds(ticket), held: held(), lifts: LIFTS.has(news.type) };
      setListing((was) => (was.loading ? was : { ...was, list: ticketMoved(was.list, ticket, how) }));
    },
    [read, view, held],
  );
  useDeskNews(hear);

  const settle = useCallback(() => {
    setListing((was) => (was.list === EMPTY_LIST ? was : { ...was, list: release(was.list, view.holds) }));
  }, [view]);

  return {
    ...listing,
    again: () => {
      setListing(START);
      void read(null).then(setListing);
    },
    loadMore: () => (listing.more === null ? undefined : void read(listing.more).then(setListing)),
    settle,
  };
}
