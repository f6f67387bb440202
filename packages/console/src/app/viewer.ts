import { createContext, use } from 'react';
import type { DeskQuery, PersonPartsFragment } from '../gql/graphql.ts';
import type { Desk } from './desk-client.ts';

export type Signed = {
  viewer: PersonPartsFragment;
  departments: DeskQuery['departments'];
  /** Where the desk's log stood before anything was read. */
  cursor: string;
  desk: Desk;
  /** Reads the departments again: one was made or renamed here. */
  renew: () => void;
  leave: () => void;
};

export const SignedContext = createContext<Signed | null>(null);

/** Who is signed in, their departments, and the way out. */
export function useSigned(): Signed {
  const signed = use(SignedContext);
  if (signed === null) throw new Error('Only inside the signed-in console');
  return signed;
}
