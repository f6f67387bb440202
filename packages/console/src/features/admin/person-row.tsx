import { Button } from '@mantine/core';
import { useSigned } from '../../app/viewer.ts';
import { Middle } from '../../design/middle.tsx';
import { ROLE_WORD, STATE_WORD } from '../../design/words.ts';
import type { PersonPartsFragment } from '../../gql/graphql.ts';
import classes from './admin.module.css';
import own from './people.module.css';

/** One person, in words; changing them is a step of its own. */
export function PersonRow({ person, change }: { person: PersonPartsFragment; change: () => void }) {
  const { viewer, departments } = useSigned();
  const state = person.state ?? 'ACTIVE';
  const staff = person.role !== 'END_USER';
  const theirs = departments.filter(({ id }) => person.departments.some((department) => department.id === id));
  const where =
    person.role === 'ADMIN'
      ? 'All departments'
      : staff
        ? theirs.map(({ name }) => name).join(', ') || 'No department'
        : (person.organization ?? '');
  return (
    <li className={own.person}>
      <div className={own.personName}>
        <b>
          <Middle text={person.name} />
        </b>
        <span>
          <Middle text={person.addresses[0] ?? 'no address'} />
        </span>
      </div>
      <span>{ROLE_WORD[person.role]}</span>
      <span className={classes.quiet}>{where}</span>
      <span data-state={state === 'ACTIVE' ? undefined : state}>{STATE_WORD[state]}</span>
      {person.id === viewer.id ? (
        <span className={`${classes.quiet} ${own.self}`} title="Somebody else changes your own role and state">
          You
        </span>
      ) : (
        <Button variant="subtle" size="compact-xs" aria-label={`Change ${person.name}`} onClick={change}>
          Change
        </Button>
      )}
    </li>
  );
}
