import { useCallback, useState } from 'react';
import type { Visibility } from '../../gql/graphql.ts';

/** A comment on its way. `refused`: why it was not written, in a sentence. */
export type PendingComment = { clientKey: string; body: string; visibility: Visibility; refused: string | null };

export type Pending = {
  list: readonly PendingComment[];
  add: (comment: Omit<PendingComment, 'refused'>) => void;
  refuse: (clientKey: string, why: string) => void;
  forget: (clientKey: string) => void;
};

/** Comments that are shown before the server has them. */
export function usePending(): Pending {
  const [list, setList] = useState<readonly PendingComment[]>([]);
  const forget = useCallback((key: string) => setList((was) => was.filter((each) => each.clientKey !== key)), []);
  const add = useCallback((comment: Omit<PendingComment, 'refused'>) => {
    setList((was) => [...was.filter((each) => each.clientKey !== comment.clientKey), { ...comment, refused: null }]);
  }, []);
  const refuse = useCallback((key: string, why: string) => {
    setList((was) => was.map((each) => (each.clientKey === key ? { ...each, refused: why } : each)));
  }, []);
  return { list, add, refuse, forget };
}
