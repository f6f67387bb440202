import { graphql } from '../../gql/gql.ts';

/** Another ticket, as a link shows it. */
export const ticketLink = graphql(`
  fragment TicketLink on Ticket {
    id
    number
    subject
    status
  }
`);

/** Who takes part, beside requester and assignee. */
export const ticketPeople = graphql(`
  fragment TicketPeople on Ticket {
    id
    ccs {
      person {
        ...PersonParts
      }
      address
      helpCenterAccess
    }
    viewerFollows
    followers {
      ...PersonParts
    }
  }
`);

export const warningParts = graphql(`
  fragment WarningParts on Warning {
    id
    kind
    message
    resolvedAt
    comment {
      id
    }
  }
`);

export const ticketWarnings = graphql(`
  fragment TicketWarnings on Ticket {
    id
    warnings {
      ...WarningParts
    }
  }
`);

export const ticketParts = graphql(`
  fragment TicketParts on Ticket {
    id
    number
    subject
    status
    priority
    tags
    isPrivate
    department {
      id
      name
    }
    requester {
      ...PersonParts
    }
    assignee {
      ...PersonParts
    }
    viewerMay {
      edit
      changeCcs
      changeFollowers
      commentPublicly
      commentInternally
    }
  }
`);

export const ticketPageQuery = graphql(`
  query TicketPage($number: Int!) {
    ticket(number: $number) {
      ...TicketParts
      ...TicketPeople
      ...TicketWarnings
      mergedInto {
        ...TicketLink
      }
      followUpOf {
        ...TicketLink
      }
      seq
      department {
        ...DepartmentRulesParts
      }
      comments(last: 60) {
        edges {
          node {
            ...CommentParts
          }
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  }
`);

export const ticketSeqQuery = graphql(`
  query TicketSeq($id: ID!) {
    ticket(id: $id) {
      id
      seq
    }
  }
`);

export const changeTicketMutation = graphql(`
  mutation ChangeTicket($input: ChangeTicketInput!) {
    changeTicket(input: $input) {
      ticket {
        ...TicketParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const resolveWarningMutation = graphql(`
  mutation ResolveWarning($input: ResolveWarningInput!) {
    resolveWarning(input: $input) {
      warning {
        ...WarningParts
      }
      ticket {
        ...TicketPeople
      }
      errors {
        code
        message
      }
    }
  }
`);
