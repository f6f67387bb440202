import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ChangeDepartmentDocument, type DepartmentPartsFragment } from '../../gql/graphql.ts';
import { useSigned } from '../../app/viewer.ts';
import type { useActs } from '../people/use-acts.ts';
import classes from './admin.module.css';

export type DepartmentProps = { department: DepartmentPartsFragment; act: ReturnType<typeof useActs>['act'] };

export function NameRule({ department, act }: DepartmentProps) {
  const { renew } = useSigned();
  const [name, setName] = useState(department.name);
  return (
    <section className={classes.rule} aria-label="Name">
      <form
        className={classes.inline}
        onSubmit={(event) => {
          event.preventDefault();
          void act(ChangeDepartmentDocument, { input: { departmentId: department.id, name: name.trim() } }).then(
            (done) => done && renew(),
          );
        }}
      >
        <TextInput
          label="This department is called"
          description="Customers read it as the sender of every mail."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {name.trim() === department.name || name.trim() === '' ? null : <Button type="submit">Rename</Button>}
      </form>
    </section>
  );
}
