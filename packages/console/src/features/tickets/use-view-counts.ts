import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { useDeskNews } from '../../app/live/desk-events.tsx';
import { SuspendedCountDocument, ViewCountDocument } from '../../gql/graphql.ts';
import type { View } from './views.ts';

const GATHER = 1_500;
const LOOK_AGAIN = 30_000;

export type ViewCounts = { byView: ReadonlyMap<string, number>; suspended: number };

/** How many tickets each view has. Read again shortly after the desk's events stop coming, not at each of them. */
export function useViewCounts(views: readonly View[]): ViewCounts {
  const client = useClient();
  const [byView, setByView] = useState<ReadonlyMap<string, number>>(new Map());
  const [suspended, setSuspended] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const read = useCallback(async () => {
    const options = { requestPolicy: 'network-only' } as const;
    const mail = client.query(SuspendedCountDocument, {}, options).then(({ data }) => {
      setSuspended(data?.suspendedMessages.totalCount ?? 0);
    });
    const counts = views.map(async (view) => {
      const { data } = await client.query(ViewCountDocument, { filter: view.filter }, options);
      return [view.slug, data?.tickets.totalCount ?? -1] as const;
    });
    const known = (await Promise.all(counts)).filter(([, n]) => n >= 0);
    setByView((was) => new Map([...was, ...known]));
    await mail;
  }, [client, views]);

  useEffect(() => {
    const first = setTimeout(() => void read());
    const again = setInterval(() => document.visibilityState === 'visible' && void read(), LOOK_AGAIN);
    return () => {
      clearTimeout(first);
      clearInterval(again);
      clearTimeout(timer.current);
    };
  }, [read]);

  const hear = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void read(), GATHER);
  }, [read]);
  useDeskNews(hear);

  return { byView, suspended };
}
