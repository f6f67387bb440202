import { graphql } from '../../gql/gql.ts';

/** The participant ledger, a page at a time, for whoever asks who takes part since when, and why. */
export const participationQuery = graphql(`
  query Participation($id: ID!, $first: Int!, $after: String) {
    ticket(id: $id) {
      id
      participation(first: $first, after: $after) {
        edges {
          cursor
          node {
            seq
            at
            person {
              id
              name
            }
            change
            as
            sentence
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
