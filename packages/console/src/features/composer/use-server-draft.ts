import { useEffect, useRef } from 'react';
import { useClient } from 'urql';
import { DraftsDocument, SaveDraftDocument, type Visibility } from '../../gql/graphql.ts';
import type { Draft } from './draft.ts';
import { fillDraft, sidesToSave, type Texts } from './server-draft.ts';

/** So long after the last key the text is kept at the server as well. */
const QUIET_MS = 1_500;

/**
 * The draft on one's other devices. What the server has fills a side on which nothing stands and nothing has been typed
 * here; from then on what is typed here goes there, one save after the other. A save that fails loses nothing: the text
 * is on the screen and in the session's storage, and the next change tries again.
 */
export function useServerDraft(ticketId: string, draft: Draft, change: (next: (was: Draft) => Draft) => void): void {
  const client = useClient();
  const known = useRef<Texts | null>(null);
  const latest = useRef(draft.text);
  const saving = useRef<Promise<unknown>>(Promise.resolve());

  useEffect(() => {
    let left = false;
    const begun = latest.current;
    const query = client.query(DraftsDocument, { ticketId }, { requestPolicy: 'network-only' });
    void query.toPromise().then(({ data }) => {
      if (left || !data?.ticket) return;
      const kept = Object.fromEntries(data.ticket.drafts.map(({ visibility, body }) => [visibility, body]));
      known.current = { PUBLIC: kept['PUBLIC'] ?? '', INTERNAL: kept['INTERNAL'] ?? '' };
      change((was) => fillDraft(was, begun, known.current));
    });
    return () => {
      left = true;
    };
  }, [client, ticketId, change]);

  useEffect(() => {
    latest.current = draft.text;
    const save = () => {
      saving.current = saving.current.then(async () => {
        for (const visibility of sidesToSave(latest.current, known.current)) {
          const body = latest.current[visibility];
          const { data } = await client.mutation(SaveDraftDocument, { input: { ticketId, visibility, body } });
          if (data?.saveDraft.errors.length === 0) remember(known, visibility, body);
        }
      });
    };
    const timer = setTimeout(save, QUIET_MS);
    return () => clearTimeout(timer);
  }, [client, ticketId, draft.text]);

  // Whoever leaves for another ticket does not wait until they have been quiet.
  useEffect(
    () => () => {
      for (const visibility of sidesToSave(latest.current, known.current)) {
        const body = latest.current[visibility];
        void saving.current.then(() => client.mutation(SaveDraftDocument, { input: { ticketId, visibility, body } }));
      }
    },
    [client, ticketId],
  );
}

function remember(known: { current: Texts | null }, visibility: Visibility, body: string): void {
  if (known.current) known.current = { ...known.current, [visibility]: body };
}
