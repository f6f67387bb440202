import { graphql } from '../../gql/gql.ts';

/** What of a department decides whom a ticket may copy. */
export const departmentRules = graphql(`
  fragment DepartmentRulesParts on Department {
    id
    name
    ccEnabled
    ccLimit
    supportAddresses
    settings {
      key
      value
    }
    triggers {
      id
      name
      active
      on
      after {
        hours
        since
      }
      conditions {
        all {
          field
          is
          values
        }
        any {
          field
          is
          values
        }
      }
      actions {
        kind
        values
      }
    }
  }
`);

export const departmentRulesQuery = graphql(`
  query DepartmentRules($id: ID!) {
    node(id: $id) {
      ... on Department {
        ...DepartmentRulesParts
      }
    }
  }
`);

export const departmentEventsSubscription = graphql(`
  subscription DepartmentEvents($departmentIds: [ID!]) {
    departmentEvents(departmentIds: $departmentIds) {
      departmentId
      department {
        ...DepartmentRulesParts
      }
    }
  }
`);
