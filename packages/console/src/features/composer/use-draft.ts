import { useCallback, useState } from 'react';
import type { Visibility } from '../../gql/graphql.ts';
import { keepDraft, readDraft, type Draft } from './draft.ts';

/** The ticket's draft, kept for the session at each change. */
export function useDraft(ticketId: string, tab: Visibility) {
  const [draft, setDraft] = useState(() => readDraft(sessionStorage, ticketId, tab));
  const change = useCallback(
    (next: (was: Draft) => Draft) =>
      setDraft((was) => {
        const now = next(was);
        keepDraft(sessionStorage, ticketId, now);
        return now;
      }),
    [ticketId],
  );
  return [draft, change] as const;
}
