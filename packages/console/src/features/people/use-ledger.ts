import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useClient } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { ParticipationDocument } from '../../gql/graphql.ts';
import { UNREAD, withPage, type Ledger } from './ledger.ts';

const FIRST = 50;

/**
 * The participant ledger of a ticket, read when somebody asks: a page at a time, or to its end. Once its end has been
 * read, what comes later is read as the ticket's log moves on.
 */
export function useLedger(ticketId: string, seq: number) {
  const client = useClient();
  const [ledger, setLedger] = useState<Ledger>(UNREAD);
  const [error, setError] = useState<string | null>(null);
  const now = useRef(ledger);
  const wanted = useRef<'page' | 'end' | null>(null);
  const reading = useRef(false);

  const read = async (what: 'page' | 'end') => {
    wanted.current = wanted.current === 'end' ? 'end' : what;
    if (reading.current) return;
    reading.current = true;
    setError(null);
    for (;;) {
      const want = wanted.current;
      if (want === null) break;
      wanted.current = null;
      const variables = { id: ticketId, first: FIRST, after: now.current.cursor };
      const { data, error: failed } = await client.query(ParticipationDocument, variables, {
        requestPolicy: 'network-only',
      });
      const page = data?.ticket?.participation;
      if (page === undefined) {
        setError(errorSentence(failed) ?? 'It could not be read. Try again.');
        break;
      }
      now.current = withPage(now.current, page);
      setLedger(now.current);
      if (want === 'end' && now.current.more) wanted.current = 'end';
    }
    wanted.current = null;
    reading.current = false;
  };

  const follow = useEffectEvent(() => {
    if (now.current.cursor !== null && !now.current.more) void read('end');
  });
  useEffect(() => follow(), [seq]);

  return { ...ledger, error, read };
}

export type OpenLedger = ReturnType<typeof useLedger>;
