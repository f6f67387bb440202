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

export const addCommentMutation = graphql(`
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) {
      comment {
        ...CommentParts
      }
      ticket {
        id
        number
        status
        ...TicketCcs
      }
      errors {
        code
        message
        field
      }
    }
  }
`);
