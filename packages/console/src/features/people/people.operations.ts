import { graphql } from '../../gql/gql.ts';

export const findPeopleQuery = graphql(`
  query FindPeople($search: String, $roles: [Role!], $first: Int!) {
    people(search: $search, roles: $roles, first: $first) {
      edges {
        node {
          ...PersonParts
        }
      }
    }
  }
`);

export const addCcsMutation = graphql(`
  mutation AddCcs($input: AddCcsInput!) {
    addCcs(input: $input) {
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

export const removeCcsMutation = graphql(`
  mutation RemoveCcs($input: RemoveCcsInput!) {
    removeCcs(input: $input) {
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

export const restrictCcMutation = graphql(`
  mutation RestrictCc($input: RestrictCcInput!) {
    restrictCc(input: $input) {
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

export const addFollowersMutation = graphql(`
  mutation AddFollowers($input: AddFollowersInput!) {
    addFollowers(input: $input) {
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

export const removeFollowersMutation = graphql(`
  mutation RemoveFollowers($input: RemoveFollowersInput!) {
    removeFollowers(input: $input) {
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

export const followTicketMutation = graphql(`
  mutation FollowTicket($input: FollowTicketInput!) {
    followTicket(input: $input) {
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

export const unfollowTicketMutation = graphql(`
  mutation UnfollowTicket($input: UnfollowTicketInput!) {
    unfollowTicket(input: $input) {
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
