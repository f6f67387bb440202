import { graphql } from '../../gql/gql.ts';

/** Each event carries what it changed, so that nothing is asked for again. */
export const ticketEventsSubscription = graphql(`
  subscription TicketEvents($ticketId: ID!, $after: Int) {
    ticketEvents(ticketId: $ticketId, after: $after) {
      __typename
      seq
      ticketId
      ticket {
        id
        number
        isPrivate
      }
      ... on CommentAdded {
        comment {
          ...CommentParts
        }
      }
      ... on CommentChanged {
        commentId
        comment {
          ...CommentParts
        }
      }
      ... on CommentDeleted {
        commentId
        comment {
          ...CommentParts
        }
      }
      ... on DeliveryChanged {
        comment {
          ...CommentDeliveries
        }
      }
      ... on CcAdded {
        ticket {
          ...TicketPeople
        }
      }
      ... on CcChanged {
        ticket {
          ...TicketPeople
        }
      }
      ... on CcRemoved {
        ticket {
          ...TicketPeople
        }
      }
      ... on FollowerAdded {
        ticket {
          ...TicketPeople
        }
      }
      ... on FollowerRemoved {
        ticket {
          ...TicketPeople
        }
      }
      ... on TicketChanged {
        ticket {
          ...TicketParts
        }
      }
      ... on WarningRaised {
        ticket {
          ...TicketWarnings
        }
      }
      ... on WarningResolved {
        ticket {
          ...TicketWarnings
        }
      }
    }
  }
`);
