import { graphql } from '../../gql/gql.ts';

export const presenceSubscription = graphql(`
  subscription Presence($ticketId: ID!) {
    presence(ticketId: $ticketId) {
      ticketId
      people {
        state
        person {
          id
          name
        }
      }
    }
  }
`);

export const setPresenceMutation = graphql(`
  mutation SetPresence($input: SetPresenceInput!) {
    setPresence(input: $input) {
      errors {
        code
      }
    }
  }
`);
