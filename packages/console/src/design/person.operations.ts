import { graphql } from '../gql/gql.ts';

/** A person as the rules and the chips see them. */
export const personParts = graphql(`
  fragment PersonParts on Person {
    id
    name
    role
    state
    mayCommentPublicly
    addresses
    organization
    departments {
      id
    }
  }
`);
