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
    signature
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
      inline
    }
    originalUrl
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
    confidence
    confidenceReasons
    notCopied {
      address
      sentence
    }
    viewerMay {
      edit
      delete
      makeInternal
    }
    ...CommentDeliveries
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

export const editCommentMutation = graphql(`
  mutation EditComment($input: EditCommentInput!) {
    editComment(input: $input) {
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

export const deleteCommentMutation = graphql(`
  mutation DeleteComment($input: DeleteCommentInput!) {
    deleteComment(input: $input) {
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

/** Earlier texts are read by whoever asks for them, not with the ticket. */
export const commentRevisionsQuery = graphql(`
  query CommentRevisions($id: ID!) {
    node(id: $id) {
      ... on Comment {
        id
        revisions {
          bodyText
          replacedAt
          replacedBy {
            id
            name
          }
        }
      }
    }
  }
`);
