import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { ErrorLine } from '../../design/states.tsx';
import { ROLE_WORD, STATE_WORD } from '../../design/words.ts';
import { ChangePersonDocument, type PersonPartsFragment, type PersonState, type Role } from '../../gql/graphql.ts';
import { useActs } from '../people/use-acts.ts';
import classes from './admin.module.css';
import own from './people.module.css';
import { DepartmentChoice } from './department-choice.tsx';
import { MEANS } from './new-person.tsx';
import { consequences, type PersonChange } from './person-change.ts';

const ROLES: readonly Role[] = ['ADMIN', 'AGENT', 'LIGHT_AGENT', 'END_USER'];
const STATES: readonly PersonState[] = ['ACTIVE', 'SUSPENDED', 'SPAM'];

/** Changes somebody's role, departments and state; says what that means before it is saved. */
export function EditPerson({ person, close }: { person: PersonPartsFragment; close: () => void }) {
  const before: PersonChange = {
    role: person.role,
    state: person.state ?? 'ACTIVE',
    departmentIds: person.departments.map(({ id }) => id),
  };
  const [wanted, setWanted] = useState(before);
  const { act, error, busy } = useActs();
  const meant = consequences(person.name, before, wanted);
  const set = (part: Partial<PersonChange>) => setWanted((was) => ({ ...was, ...part }));
  const save = async () => {
    const { role, state, departmentIds } = wanted;
    const input = {
      personId: person.id,
      ...(role === before.role ? {} : { role }),
      ...(state === before.state ? {} : { state }),
      ...(role === 'END_USER' || role === 'ADMIN' ? {} : { departmentIds }),
    };
    if (await act(ChangePersonDocument, { input })) close();
  };
  return (
    <Modal opened onClose={close} title={`Change ${person.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className={own.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label="Role"
          description={MEANS[wanted.role]}
          data={ROLES.map((value) => ({ value, label: ROLE_WORD[value] }))}
          value={wanted.role}
          allowDeselect={false}
          onChange={(role) => role && set({ role })}
        />
        {wanted.role === 'AGENT' || wanted.role === 'LIGHT_AGENT' ? (
          <DepartmentChoice
            label={`Departments of ${person.name}`}
            value={wanted.departmentIds}
            change={(departmentIds) => set({ departmentIds })}
          />
        ) : null}
        <Select
          label="State"
          data={[...new Set([...STATES, before.state])].map((value) => ({ value, label: STATE_WORD[value] }))}
          value={wanted.state}
          allowDeselect={false}
          onChange={(state) => state && set({ state })}
        />
        {meant.length === 0 ? null : (
          <div className={own.consequence} role="status">
            {meant.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        )}
        <ErrorLine>{error}</ErrorLine>
        <div className={classes.buttons}>
          <Button type="submit" loading={busy} disabled={meant.length === 0}>
            Save
          </Button>
          <Button variant="default" onClick={close}>
            Leave as it is
          </Button>
        </div>
      </form>
    </Modal>
  );
}
