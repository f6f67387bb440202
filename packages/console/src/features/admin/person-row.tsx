import { Select } from '@mantine/core';
import { useSigned } from '../../app/viewer.ts';
import { Middle } from '../../design/middle.tsx';
import { ErrorLine } from '../../design/states.tsx';
import { ROLE_WORD, STATE_WORD } from '../../design/words.ts';
import { ChangePersonDocument, type PersonPartsFragment, type PersonState, type Role } from '../../gql/graphql.ts';
import { useActs } from '../people/use-acts.ts';
import classes from './admin.module.css';
import { DepartmentChoice } from './department-choice.tsx';

const ROLES: readonly Role[] = ['ADMIN', 'AGENT', 'LIGHT_AGENT', 'END_USER'];
const STATES: readonly PersonState[] = ['ACTIVE', 'SUSPENDED', 'SPAM'];

/** One person, changed in place. */
export function PersonRow({ person }: { person: PersonPartsFragment }) {
  const { viewer } = useSigned();
  const { act, error, busy } = useActs();
  const change = (what: object) => void act(ChangePersonDocument, { input: { personId: person.id, ...what } });
  const staff = person.role !== 'END_USER';
  const state = person.state ?? 'ACTIVE';
  const self = person.id === viewer.id;
  return (
    <li className={classes.person}>
      <div className={classes.personName}>
        <b>
          <Middle text={person.name} />
        </b>
        <span>
          <Middle text={person.addresses[0] ?? 'no address'} />
        </span>
      </div>
      <Select
        aria-label={`Role of ${person.name}`}
        data={ROLES.map((value) => ({ value, label: ROLE_WORD[value] }))}
        value={person.role}
        allowDeselect={false}
        disabled={busy || self}
        title={self ? 'Somebody else changes your own role' : undefined}
        onChange={(role) => role && change({ role })}
      />
      {staff && person.role !== 'ADMIN' ? (
        <DepartmentChoice
          label={`Departments of ${person.name}`}
          value={person.departments.map((department) => department.id)}
          change={(departmentIds) => change({ departmentIds })}
        />
      ) : (
        <span className={classes.quiet}>
          {person.role === 'ADMIN' ? 'All departments' : (person.organization ?? '')}
        </span>
      )}
      <Select
        aria-label={`State of ${person.name}`}
        data={[...new Set([...STATES, state])].map((value) => ({ value, label: STATE_WORD[value] }))}
        value={state}
        allowDeselect={false}
        disabled={busy || self}
        onChange={(to) => to && change({ state: to })}
      />
      {error === null ? null : (
        <div className={classes.personError}>
          <ErrorLine>{error}</ErrorLine>
        </div>
      )}
    </li>
  );
}
