import { graphql } from '../gql/gql.ts';

export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      ...PersonParts
    }
  }
`);

export const deskQuery = graphql(`
  query Desk {
    eventCursor
    departments {
      id
      slug
      name
    }
  }
`);

export const eventCursorQuery = graphql(`
  query EventCursor {
    eventCursor
  }
`);
