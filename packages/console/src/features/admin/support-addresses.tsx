import { Button, Pill, TextInput } from '@mantine/core';
import { useState } from 'react';
import { AddSupportAddressDocument, RemoveSupportAddressDocument } from '../../gql/graphql.ts';
import classes from './admin.module.css';
import type { DepartmentProps } from './name-rule.tsx';

/** The addresses whose mail becomes tickets of this department. */
export function SupportAddresses({ department, act }: DepartmentProps) {
  const [address, setAddress] = useState('');
  return (
    <section className={classes.rule} aria-label="Support addresses">
      <div>
        <p className={classes.sentence}>Mail to these addresses becomes tickets here</p>
        <p className={classes.effect}>Replies go out from the first one.</p>
      </div>
      <Pill.Group>
        {department.supportAddresses.map((each) => (
          <Pill
            key={each}
            withRemoveButton
            size="sm"
            removeButtonProps={{ 'aria-label': `Remove ${each}`, 'aria-hidden': false, tabIndex: 0 }}
            onRemove={() =>
              void act(RemoveSupportAddressDocument, { input: { departmentId: department.id, address: each } })
            }
          >
            {each}
          </Pill>
        ))}
        {department.supportAddresses.length === 0 ? <span className={classes.quiet}>None yet.</span> : null}
      </Pill.Group>
      <form
        className={classes.inline}
        aria-label="Add a support address"
        onSubmit={async (event) => {
          event.preventDefault();
          if (
            await act(AddSupportAddressDocument, { input: { departmentId: department.id, address: address.trim() } })
          ) {
            setAddress('');
          }
        }}
      >
        <TextInput
          label="Add a support address"
          type="email"
          placeholder="help@example.org"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={address.trim() === ''}>
          Add
        </Button>
      </form>
    </section>
  );
}
