import { useCallback, useState } from 'react';
import type { Visibility } from '../../gql/graphql.ts';

/**
 * A comment on its way. `commentId`: it is written, and comes by the live connection. `refused`: why it was not written,
 * in a sentence.
 */
export type PendingComment = {
  clientKey: string;
  body: string;
  visibility: Visibility;
  commentId: string | null;
  refused: string | null;
};

export type Pending = {
  list: readonly PendingComment[];
  add: (comment: Omit<PendingComment, 'commentId' | 'refused'>) => void;
  written: (clientKey: string, commentId: string) => void;
  refuse: (clientKey: string, why: string) => void;
  forget: (clientKey: string) => void;
};

/** Comments that are shown before the server has them. */
export function usePending(): Pending {
  const [list, setList] = useState<readonly PendingComment[]>([]);
  const forget = useCallback((key: string) => setList((was) => was.filter((each) => each.clientKey !== key)), []);
  const add = useCallback((comment: Omit<PendingComment, 'commentId' | 'refused'>) => {
    setList((was) => [
      ...was.filter((each) => each.clientKey !== comment.clientKey),
      { ...comment, commentId: null, refused: null },
    ]);
  }, []);
  const written = useCallback((key: string, commentId: string) => {
    setList((was) => was.map((each) => (each.clientKey === key ? { ...each, commentId } : each)));
  }, []);
  const refuse = useCallback((key: string, why: string) => {
    setList((was) => was.map((each) => (each.clientKey === key ? { ...each, refused: why } : each)));
  }, []);
  return { list, add, written, refuse, forget };
}
