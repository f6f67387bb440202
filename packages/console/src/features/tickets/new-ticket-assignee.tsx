import { Select } from '@mantine/core';
import { useQuery } from 'urql';
import { FindPeopleDocument, type PersonPartsFragment } from '../../gql/graphql.ts';

type Props = {
  viewer: PersonPartsFragment;
  departmentId: string;
  value: PersonPartsFragment | null;
  change: (person: PersonPartsFragment | null) => void;
};

/** Who takes the ticket on: agents of its department, oneself first. */
export function NewTicketAssignee({ viewer, departmentId, value, change }: Props) {
  const [team] = useQuery({
    query: FindPeopleDocument,
    variables: { roles: ['ADMIN', 'AGENT'], first: 50, search: null },
  });
  const others = (team.data?.people.edges ?? [])
    .map((edge) => edge.node)
    .filter((person) => person.id !== viewer.id && (person.state ?? 'ACTIVE') === 'ACTIVE')
    .filter((person) => person.role === 'ADMIN' || person.departments.some((each) => each.id === departmentId));
  const people = [viewer, ...others];
  return (
    <Select
      label="Assignee"
      placeholder="Nobody yet"
      clearable
      clearButtonProps={{ 'aria-label': 'Assign to nobody' }}
      data={people.map((person) => ({
        value: person.id,
        label: person.id === viewer.id ? `${person.name} (you)` : person.name,
      }))}
      value={value?.id ?? null}
      onChange={(id) => change(people.find((person) => person.id === id) ?? null)}
    />
  );
}
