import { graphql } from '../../gql/gql.ts';

export const inboundParts = graphql(`
  fragment InboundParts on InboundMessage {
    id
    status
    cause
    error
    attempts
    subject
    fromAddress
    recipients
    receivedAt
    preview
    originalUrl
    confidence
    confidenceReasons
    department {
      id
      name
    }
    ticket {
      id
      number
      subject
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
  }
`);

export const suspendedQuery = graphql(`
  query SuspendedMessages($first: Int!, $after: String) {
    suspendedMessages(first: $first, after: $after) {
      edges {
        node {
          ...InboundParts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

export const suspendedCountQuery = graphql(`
  query SuspendedCount {
    suspendedMessages(first: 1) {
      totalCount
    }
  }
`);

export const failedQuery = graphql(`
  query FailedMessages($first: Int!, $after: String) {
    failedMessages(first: $first, after: $after) {
      edges {
        node {
          ...InboundParts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

export const recoverMutation = graphql(`
  mutation RecoverMessage($input: RecoverSuspendedMessageInput!) {
    recoverSuspendedMessage(input: $input) {
      message {
        ...InboundParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const discardMutation = graphql(`
  mutation DiscardMessage($input: DiscardSuspendedMessageInput!) {
    discardSuspendedMessage(input: $input) {
      message {
        ...InboundParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const retryMutation = graphql(`
  mutation RetryMessage($input: RetryInboundMessageInput!) {
    retryInboundMessage(input: $input) {
      message {
        ...InboundParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const sentMailQuery = graphql(`
  query SentMail($first: Int!, $after: String) {
    sentMail(first: $first, after: $after) {
      edges {
        node {
          id
          person {
            id
            name
          }
          address
          to
          cc
          subject
          bodyText
          bodyHtml
          state
          error
          because
          createdAt
          ticket {
            id
            number
            subject
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);
