import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { DeskEventsDocument, EventCursorDocument, type DeskEventsSubscription } from '../../gql/graphql.ts';
import { useSigned } from '../viewer.ts';
import { createBus } from './bus.ts';
import { errorCode } from './error-code.ts';

export type DeskEvent = DeskEventsSubscription['deskEvents'];
/** An event of the desk, or RESYNC: what lists show must be read again. */
export type DeskNews = DeskEvent | 'RESYNC';

const DeskNewsContext = createContext<ReturnType<typeof createBus<DeskNews>> | null>(null);
const TRY_AGAIN = 3_000;

/** Keeps the one subscription to the desk's log and tells the lists what it says. */
export function DeskEventsProvider({ children }: { children: ReactNode }) {
  const { desk, cursor } = useSigned();
  const [news] = useState(() => createBus<DeskNews>());
  useEffect(() => {
    let ended = false;
    let stop: (() => void) | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      if (!ended) timer = setTimeout(() => void restart(), TRY_AGAIN);
    };
    const restart = async () => {
      const { data } = await desk.client.query(EventCursorDocument, {}, { requestPolicy: 'network-only' });
      if (ended) return;
      if (!data) return later();
      start(data.eventCursor);
      news.tell('RESYNC');
    };
    const start = (after: string) => {
      const stream = desk.client.subscription(DeskEventsDocument, { after });
      stop = stream.subscribe((result) => {
        if (result.data?.deskEvents) news.tell(result.data.deskEvents);
        if (result.error && errorCode(result.error) !== 'UNAUTHENTICATED') {
          stop?.();
          later();
        }
      }).unsubscribe;
    };
    start(cursor);
    return () => {
      ended = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [desk, cursor, news]);
  return <DeskNewsContext value={news}>{children}</DeskNewsContext>;
}

export function useDeskNews(listener: (news: DeskNews) => void): void {
  const news = use(DeskNewsContext);
  useEffect(() => news?.listen(listener), [news, listener]);
}
