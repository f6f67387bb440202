import { Button, Modal, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorLine } from '../../design/states.tsx';
import { ROLE_WORD } from '../../design/words.ts';
import { CreatePersonDocument, type Role } from '../../gql/graphql.ts';
import { useActs } from '../people/use-acts.ts';
import classes from './people.module.css';
import { DepartmentChoice } from './department-choice.tsx';

const ROLES: readonly Role[] = ['AGENT', 'LIGHT_AGENT', 'ADMIN', 'END_USER'];
const EMPTY = { name: '', email: '', password: '', role: 'AGENT' as Role, departmentIds: [] as string[] };

/** What each role may do, in a sentence. */
export const MEANS: Readonly<Record<Role, string>> = {
  ADMIN: 'Sees every department and sets the rules.',
  AGENT: 'Answers the tickets of their departments.',
  LIGHT_AGENT: 'Reads the tickets of their departments and writes internal notes.',
  END_USER: 'A customer: writes by mail and reads their own tickets.',
};

/** Adds a colleague or a customer. */
export function NewPerson({ opened, close, created }: { opened: boolean; close: () => void; created: () => void }) {
  const [form, setForm] = useState(EMPTY);
  const { act, error, busy, clear } = useActs();
  const staff = form.role !== 'END_USER';
  const set = (part: Partial<typeof EMPTY>) => setForm((was) => ({ ...was, ...part }));
  const leave = () => {
    clear();
    close();
  };
  const submit = async () => {
    const { name, email, role, departmentIds, password } = form;
    const input = {
      name: name.trim(),
      email: email.trim(),
      role,
      ...(staff ? { departmentIds, password: password || null } : {}),
    };
    if (!(await act(CreatePersonDocument, { input }))) return;
    setForm(EMPTY);
    created();
    close();
  };
  return (
    <Modal opened={opened} onClose={leave} title="Add a person" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Address"
          type="email"
          required
          withAsterisk={false}
          value={form.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
        <Select
          label="Role"
          description={MEANS[form.role]}
          data={ROLES.map((value) => ({ value, label: ROLE_WORD[value] }))}
          value={form.role}
          allowDeselect={false}
          onChange={(role) => role && set({ role: role })}
        />
        {staff ? (
          <>
            {form.role === 'ADMIN' ? null : (
              <DepartmentChoice
                label="Departments"
                value={form.departmentIds}
                change={(departmentIds) => set({ departmentIds })}
              />
            )}
            <PasswordInput
              label="First password"
              description="They sign in to the console with it."
              autoComplete="new-password"
              value={form.password}
              visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
              onChange={(event) => set({ password: event.currentTarget.value })}
            />
          </>
        ) : null}
        <ErrorLine>{error}</ErrorLine>
        <Button type="submit" loading={busy} disabled={form.name.trim() === '' || form.email.trim() === ''}>
          Add {form.name.trim() || 'them'}
        </Button>
      </form>
    </Modal>
  );
}
