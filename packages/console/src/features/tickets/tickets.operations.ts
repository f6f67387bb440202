import { graphql } from '../../gql/gql.ts';

export const ticketRow = graphql(`
  fragment TicketRow on Ticket {
    id
    number
    subject
    status
    updatedAt
    isPrivate
    requester {
      id
      name
    }
    assignee {
      id
      name
    }
    department {
      id
      slug
      name
    }
    warningCount
  }
`);

export const ticketListQuery = graphql(`
  query TicketList($filter: TicketFilter, $first: Int!, $after: String) {
    tickets(filter: $filter, orderBy: UPDATED_AT_DESC, first: $first, after: $after) {
      edges {
        node {
          ...TicketRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const viewCountQuery = graphql(`
  query ViewCount($filter: TicketFilter) {
    tickets(filter: $filter, first: 1) {
      totalCount
    }
  }
`);

/** What happens on the whole desk: enough to keep every list as it should be. */
export const deskEventsSubscription = graphql(`
  subscription DeskEvents($after: String) {
    deskEvents(after: $after) {
      __typename
      type
      cursor
      seq
      ticketId
      actor {
        id
        name
      }
      ticket {
        ...TicketRow
      }
    }
  }
`);
