import { useCallback, useEffect, useRef, useState } from 'react';
import { useSigned } from '../../app/viewer.ts';
import { PresenceDocument, SetPresenceDocument, type PresenceState, type Visibility } from '../../gql/graphql.ts';
import { newKey } from '../composer/draft.ts';
import type { Present } from './presence-words.ts';

/** The server believes a heartbeat for 30 seconds. */
const BEAT_MS = 12_000;
/** Whoever has pressed no key for so long is reading again. */
const WRITING_MS = 8_000;

/** One for each window: somebody may have several open on the same ticket. */
const windowKey = newKey();

/**
 * Who else is at the ticket, and the heartbeat by which they know of us: while the page is in sight, and no longer.
 * `wrote` is told of every key that is pressed in the composer.
 */
export function usePresence(ticketId: string): { others: readonly Present[]; wrote: (side: Visibility) => void } {
  const { desk, viewer } = useSigned();
  const [others, setOthers] = useState<readonly Present[]>([]);
  const told = useRef<PresenceState | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);

  const tell = useCallback(
    (state: PresenceState | null) => {
      told.current = state;
      const input = { ticketId, state, clientKey: windowKey };
      // The last word is said by a page that is going.
      void desk.client.mutation(SetPresenceDocument, { input }, { fetchOptions: { keepalive: true } }).toPromise();
    },
    [desk, ticketId],
  );

  useEffect(() => {
    const { unsubscribe } = desk.client.subscription(PresenceDocument, { ticketId }).subscribe(({ data, error }) => {
      const people = error ? [] : (data?.presence.people ?? []);
      setOthers(
        people.filter(({ person }) => person.id !== viewer.id).map(({ person, state }) => ({ ...person, state })),
      );
    });
    return unsubscribe;
  }, [desk, ticketId, viewer.id]);

  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === 'hidden') tell(null);
      else tell('VIEWING');
    };
    seen();
    const beat = setInterval(() => told.current && tell(told.current), BEAT_MS);
    const leave = () => tell(null);
    document.addEventListener('visibilitychange', seen);
    addEventListener('pagehide', leave);
    return () => {
      clearInterval(beat);
      clearTimeout(rest.current);
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('pagehide', leave);
      tell(null);
    };
  }, [tell]);

  const wrote = useCallback(
    (side: Visibility) => {
      const state = side === 'PUBLIC' ? 'WRITING_REPLY' : 'WRITING_NOTE';
      if (told.current !== state) tell(state);
      clearTimeout(rest.current);
      rest.current = setTimeout(() => told.current && tell('VIEWING'), WRITING_MS);
    },
    [tell],
  );
  return { others, wrote };
}
