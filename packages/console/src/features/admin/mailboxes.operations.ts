import { graphql } from '../../gql/index.ts';

export const mailboxParts = graphql(`
  fragment MailboxParts on MailAccount {
    id
    name
    host
    port
    security
    username
    mailbox
    deliverTo
    afterwards
    moveTo
    enabled
    state
    lastConnectedAt
    lastMessageAt
    lastError
    skipped
    lastSkipped
  }
`);

export const mailboxesQuery = graphql(`
  query Mailboxes {
    mailAccounts {
      ...MailboxParts
    }
    departments {
      id
      name
      supportAddresses
    }
  }
`);

export const createMailboxMutation = graphql(`
  mutation CreateMailbox($input: CreateMailAccountInput!) {
    createMailAccount(input: $input) {
      mailAccount {
        ...MailboxParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const changeMailboxMutation = graphql(`
  mutation ChangeMailbox($input: ChangeMailAccountInput!) {
    changeMailAccount(input: $input) {
      mailAccount {
        ...MailboxParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const deleteMailboxMutation = graphql(`
  mutation DeleteMailbox($input: DeleteMailAccountInput!) {
    deleteMailAccount(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);
