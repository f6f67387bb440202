import { graphql } from '../../gql/gql.ts';

export const previewReplyQuery = graphql(`
  query PreviewReply($input: PreviewReplyInput!) {
    previewReply(input: $input) {
      seq
      recipients {
        address
        header
        because
        person {
          id
          name
        }
      }
      notTold {
        because
        person {
          id
          name
        }
      }
      errors {
        code
        message
        field
      }
    }
  }
`);

/** As little as tells that it is written: the comment itself comes live, as it does to everybody. */
export const addCommentMutation = graphql(`
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) {
      comment {
        id
      }
      ticket {
        id
        number
        status
      }
      errors {
        code
        message
        field
      }
    }
  }
`);

export const draftsQuery = graphql(`
  query Drafts($ticketId: ID!) {
    ticket(id: $ticketId) {
      id
      number
      drafts {
        visibility
        body
      }
    }
  }
`);

export const saveDraftMutation = graphql(`
  mutation SaveDraft($input: SaveDraftInput!) {
    saveDraft(input: $input) {
      errors {
        code
      }
    }
  }
`);
