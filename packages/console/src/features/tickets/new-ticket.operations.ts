import { graphql } from '../../gql/gql.ts';

/** What a new ticket's department allows. */
export const newTicketDepartmentsQuery = graphql(`
  query NewTicketDepartments {
    departments {
      id
      slug
      name
      ccEnabled
      ccLimit
      supportAddresses
    }
  }
`);

export const createTicketMutation = graphql(`
  mutation CreateTicket($input: CreateTicketInput!) {
    createTicket(input: $input) {
      ticket {
        id
        number
      }
      errors {
        code
        message
      }
    }
  }
`);
