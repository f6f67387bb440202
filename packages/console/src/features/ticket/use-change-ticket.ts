import { useRef, useState } from 'react';
import { useMutation } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { ChangeTicketDocument, type ChangeTicketInput } from '../../gql/graphql.ts';
import type { OpenTicket } from './use-ticket.ts';

export type TicketChange = Omit<ChangeTicketInput, 'ticketId' | 'expectSeq'>;
export type ChangeAct = (change: TicketChange, words: string) => Promise<boolean>;

/** Changes properties of a ticket: shown at once, taken back with the reason when it is refused. */
export function useChangeTicket(ticket: OpenTicket) {
  const [, run] = useMutation(ChangeTicketDocument);
  const [pending, setPending] = useState<TicketChange>({});
  const latest = useRef(0);
  const [error, setError] = useState<string | null>(null);
  const act: ChangeAct = async (change, words) => {
    latest.current += 1;
    const mine = latest.current;
    setPending((was) => ({ ...was, ...change }));
    setError(null);
    const result = await run({ input: { ticketId: ticket.id, ...change } });
    // What is still under way goes on being shown.
    if (mine === latest.current) setPending({});
    const refused = result.data?.changeTicket.errors[0]?.message ?? errorSentence(result.error);
    if (refused === undefined) return true;
    setError(`Not changed (${words}): ${refused}`);
    return false;
  };
  return { act, pending, error };
}
