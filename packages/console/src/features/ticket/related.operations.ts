import { graphql } from '../../gql/gql.ts';

/** What few tickets have: it is asked for beside the ticket, when its page stands. */
export const ticketRelatedQuery = graphql(`
  query TicketRelated($id: ID!) {
    ticket(id: $id) {
      id
      mergedFrom {
        ...TicketLink
      }
      followUps {
        ...TicketLink
      }
      ratings {
        id
        person {
          id
          name
        }
        score
        comment
        occasion
        givenAt
      }
    }
  }
`);
