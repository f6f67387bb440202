import { graphql } from '../../gql/gql.ts';

export const departmentParts = graphql(`
  fragment DepartmentParts on Department {
    id
    slug
    name
    preset
    ccEnabled
    ccLimit
    supportAddresses
    settings {
      key
      value
      source
      sentence
    }
  }
`);

export const adminDepartmentsQuery = graphql(`
  query AdminDepartments {
    departments {
      ...DepartmentParts
    }
  }
`);

export const createDepartmentMutation = graphql(`
  mutation CreateDepartment($input: CreateDepartmentInput!) {
    createDepartment(input: $input) {
      department {
        ...DepartmentParts
      }
      errors {
        code
        message
        field
      }
    }
  }
`);

export const changeDepartmentMutation = graphql(`
  mutation ChangeDepartment($input: ChangeDepartmentInput!) {
    changeDepartment(input: $input) {
      department {
        ...DepartmentParts
      }
      errors {
        code
        message
        field
      }
    }
  }
`);

export const applyPresetMutation = graphql(`
  mutation ApplyPreset($input: ApplyPresetInput!) {
    applyPreset(input: $input) {
      department {
        ...DepartmentParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const addSupportAddressMutation = graphql(`
  mutation AddSupportAddress($input: AddSupportAddressInput!) {
    addSupportAddress(input: $input) {
      department {
        ...DepartmentParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const removeSupportAddressMutation = graphql(`
  mutation RemoveSupportAddress($input: RemoveSupportAddressInput!) {
    removeSupportAddress(input: $input) {
      department {
        ...DepartmentParts
      }
      errors {
        code
        message
      }
    }
  }
`);

export const adminPeopleQuery = graphql(`
  query AdminPeople($search: String, $roles: [Role!], $first: Int!, $after: String) {
    people(search: $search, roles: $roles, first: $first, after: $after) {
      edges {
        node {
          ...PersonParts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

export const createPersonMutation = graphql(`
  mutation CreatePerson($input: CreatePersonInput!) {
    createPerson(input: $input) {
      person {
        ...PersonParts
      }
      errors {
        code
        message
        field
      }
    }
  }
`);

export const changePersonMutation = graphql(`
  mutation ChangePerson($input: ChangePersonInput!) {
    changePerson(input: $input) {
      person {
        ...PersonParts
      }
      errors {
        code
        message
        field
      }
    }
  }
`);
