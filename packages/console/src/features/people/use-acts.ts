import { useState } from 'react';
import { useClient, type DocumentInput } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';

type Answer = { errors: readonly { message: string }[] };

/**
 * Runs a change and keeps what was refused, as a sentence, until the next one. Answers whether it worked.
 */
export function useActs() {
  const client = useClient();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async <Data extends object, Variables extends object>(
    document: DocumentInput<Data, Variables>,
    variables: Variables,
  ): Promise<boolean> => {
    setError(null);
    setBusy(true);
    const result = await client.mutation<Data, Variables>(document, variables);
    setBusy(false);
    const [answer] = Object.values(result.data ?? {}) as (Answer | null | undefined | string)[];
    const refused = typeof answer === 'object' && answer !== null ? answer.errors[0]?.message : undefined;
    const why = refused ?? errorSentence(result.error) ?? null;
    setError(why);
    return why === null;
  };
  return { act, error, busy, clear: () => setError(null) };
}
