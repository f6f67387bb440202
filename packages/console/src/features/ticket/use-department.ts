import { useEffect } from 'react';
import { onConnection, currentConnection } from '../../app/live/connection.ts';
import { useSigned } from '../../app/viewer.ts';
import { DepartmentEventsDocument, DepartmentRulesDocument } from '../../gql/graphql.ts';

const TRY_AGAIN = 3_000;

/**
 * Follows the rules of a ticket's department (its switch, limit, addresses), which are not part of the ticket's log. Each
 * change carries the new rules; nothing is replayed, so after a break they are read once.
 */
export function useDepartment(id: string | undefined): void {
  const { client } = useSigned().desk;
  useEffect(() => {
    if (id === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop: () => void;
    const read = () =>
      void client.query(DepartmentRulesDocument, { id }, { requestPolicy: 'network-only' }).toPromise();
    const follow = () => {
      stop = client.subscription(DepartmentEventsDocument, { departmentIds: [id] }).subscribe(({ error }) => {
        if (error === undefined) return;
        stop();
        timer = setTimeout(() => {
          follow();
          read();
        }, TRY_AGAIN);
      }).unsubscribe;
    };
    follow();
    let before = currentConnection().state;
    const leave = onConnection(() => {
      const now = currentConnection().state;
      if (now === 'live' && before !== 'connecting') read();
      before = now;
    });
    return () => {
      leave();
      clearTimeout(timer);
      stop();
    };
  }, [client, id]);
}
