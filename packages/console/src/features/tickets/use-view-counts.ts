import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { useDeskNews } from '../../app/live/desk-events.tsx';
import { SuspendedCountDocument, ViewCountDocument } from '../../gql/graphql.ts';
import type { View } from './views.ts';

const GATHER = 1_500;
const LOOK_AGAIN = 30_000;

export type ViewCounts = { byView: ReadonlyMap<string, number>; suspended: number };

const NONE: ViewCounts = { byView: new Map(), suspended: 0 };

/** How many tickets each view has. Read again shortly after the desk's events stop coming, not at each of them. */
export function useViewCounts(views: readonly View[]): ViewCounts {
  const client = useClient();
  const [counts, setCounts] = useState<ViewCounts>(NONE);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const read = useCallback(async (): Promise<(was: ViewCounts) => ViewCounts> => {
    const options = { requestPolicy: 'network-only' } as const;
    const mail = client.query(SuspendedCountDocument, {}, options).toPromise();
    const counted = views.map(async (view) => {
      const { data } = await client.query(ViewCountDocument, { filter: view.filter }, options);
      return [view.slug, data?.tickets.totalCount ?? -1] as const;
    });
    const known = (await Promise.all(counted)).filter(([, n]) => n >= 0);
    const suspended = (await mail).data?.suspendedMessages.totalCount ?? 0;
    return (was) => ({ byView: new Map([...was.byView, ...known]), suspended });
  }, [client, views]);

  useEffect(() => {
    void read().then(setCounts);
    const again = setInterval(() => document.visibilityState === 'visible' && void read().then(setCounts), LOOK_AGAIN);
    return () => {
      clearInterval(again);
      clearTimeout(timer.current);
    };
  }, [read]);

  const hear = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void read().then(setCounts), GATHER);
  }, [read]);
  useDeskNews(hear);

  return counts;
}
