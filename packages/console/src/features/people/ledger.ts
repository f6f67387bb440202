import type { ParticipationQuery, TakingPartAs } from '../../gql/graphql.ts';

type Page = NonNullable<ParticipationQuery['ticket']>['participation'];
export type LedgerEntry = Page['edges'][number]['node'];

/** What has been read of a ticket's participant ledger, oldest first. */
export type Ledger = {
  entries: readonly LedgerEntry[];
  /** Where the next page begins; null: at the beginning. */
  cursor: string | null;
  /** There is more to read, as far as is known. */
  more: boolean;
};

export const UNREAD: Ledger = { entries: [], cursor: null, more: true };

export function withPage(ledger: Ledger, page: Page): Ledger {
  return {
    entries: [...ledger.entries, ...page.edges.map(({ node }) => node)],
    cursor: page.edges.at(-1)?.cursor ?? ledger.cursor,
    more: page.pageInfo.hasNextPage,
  };
}

/** Since when and why somebody takes part as what they are now: the last time they joined as that. */
export function whyHere(entries: readonly LedgerEntry[], personId: string, as: TakingPartAs): LedgerEntry | null {
  return (
    entries.findLast((entry) => entry.person.id === personId && entry.as === as && entry.change === 'JOINED') ?? null
  );
}
