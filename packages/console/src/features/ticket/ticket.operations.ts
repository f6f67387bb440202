import { graphql } from '../../gql/gql.ts';

export const commentDeliveries = graphql(`
  fragment CommentDeliveries on Comment {
    id
    deliveries {
      person {
        id
        name
      }
      address
      header
      state
      error
      because
    }
  }
`);

export const commentParts = graphql(`
  fragment CommentParts on Comment {
    id
    author {
      ...PersonParts
    }
    visibility
    bodyText
    bodyHtml
    quotedText
    via
    createdAt
    editedAt
    deletedAt
    deletedBy {
      id
      name
    }
    flags
    attachments {
      id
      name
      size
      url
    }
    decision {
      outcome
      rule
      because
      otherwise
      trace {
        rule
        held
        because
        facts
      }
    }
    notCopied {
      address
      sentence
    }
    ...CommentDeliveries
  }
`);

export const ccParts = graphql(`
  fragment CcParts on Cc {
    person {
      ...PersonParts
    }
    address
    addedBy {
      id
      name
    }
    addedVia
    rule
    helpCenterAccess
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

export const ticketCcs = graphql(`
  fragment TicketCcs on Ticket {
    id
    ccs {
      ...CcParts
    }
  }
`);

export const ticketFollowers = graphql(`
  fragment TicketFollowers on Ticket {
    id
    viewerFollows
    followers {
      ...PersonParts
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
    ...TicketCcs
    ...TicketFollowers
    ...TicketWarnings
  }
`);

export const ticketPageQuery = graphql(`
  query TicketPage($number: Int!) {
    ticket(number: $number) {
      ...TicketParts
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

export const earlierCommentsQuery = graphql(`
  query EarlierComments($id: ID!, $before: String!) {
    ticket(id: $id) {
      id
      comments(last: 60, before: $before) {
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

/** What of a department decides whom a ticket may copy. */
export const departmentRules = graphql(`
  fragment DepartmentRulesParts on Department {
    id
    name
    ccEnabled
    ccLimit
    supportAddresses
    settings {
      key
      value
    }
    triggers {
      id
      name
      active
      on
      after {
        hours
        since
      }
      conditions {
        all {
          field
          is
          values
        }
        any {
          field
          is
          values
        }
      }
      actions {
        kind
        values
      }
    }
  }
`);

export const departmentRulesQuery = graphql(`
  query DepartmentRules($id: ID!) {
    node(id: $id) {
      ... on Department {
        ...DepartmentRulesParts
      }
    }
  }
`);

export const departmentEventsSubscription = graphql(`
  subscription DepartmentEvents($departmentIds: [ID!]) {
    departmentEvents(departmentIds: $departmentIds) {
      departmentId
      department {
        ...DepartmentRulesParts
      }
    }
  }
`);

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
          ...TicketCcs
        }
      }
      ... on CcChanged {
        ticket {
          ...TicketCcs
        }
      }
      ... on CcRemoved {
        ticket {
          ...TicketCcs
        }
      }
      ... on FollowerAdded {
        ticket {
          ...TicketFollowers
        }
      }
      ... on FollowerRemoved {
        ticket {
          ...TicketFollowers
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

export const makeCommentInternalMutation = graphql(`
  mutation MakeCommentInternal($input: MakeCommentInternalInput!) {
    makeCommentInternal(input: $input) {
      comment {
        ...CommentParts
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
        ...TicketCcs
      }
      errors {
        code
        message
      }
    }
  }
`);
