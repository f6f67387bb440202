import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { errorSentence } from '../../app/live/error-code.ts';
import { useSigned } from '../../app/viewer.ts';
import { ErrorLine, Trouble, Waiting } from '../../design/states.tsx';
import { PRESET_WORD } from '../../design/words.ts';
import { AdminDepartmentsDocument, CreateDepartmentDocument } from '../../gql/graphql.ts';
import { useActs } from '../people/use-acts.ts';
import classes from './admin.module.css';

/** All departments with what matters most of each, and a field for a new one. */
export function DepartmentsPage() {
  const { renew } = useSigned();
  const [list, again] = useQuery({ query: AdminDepartmentsDocument, requestPolicy: 'cache-and-network' });
  const { act, error, busy } = useActs();
  const [name, setName] = useState('');
  const departments = list.data?.departments ?? [];
  if (list.fetching && !list.data) return <Waiting label="Reading the departments" />;
  if (list.error && !list.data) {
    return (
      <Trouble what="The departments could not be read" why={errorSentence(list.error) ?? ''} again={() => again()} />
    );
  }
  return (
    <div className={classes.column}>
      <h1 className={classes.h1}>Departments</h1>
      <p className={classes.lead}>Each department has its own support addresses and its own rules of who sees what.</p>
      <ul className={classes.cards}>
        {departments.map((department) => (
          <li key={department.id}>
            <Link href={`/admin/departments/${department.slug}`} className={classes.card}>
              <b>{department.name}</b>
              <span>Rules: {department.preset ? PRESET_WORD[department.preset] : 'Custom'}</span>
              <span>{department.ccEnabled ? `CCs on, at most ${department.ccLimit}` : 'CCs off'}</span>
              <span>{department.supportAddresses.join(', ') || 'no support address yet'}</span>
            </Link>
          </li>
        ))}
      </ul>
      <form
        className={classes.inline}
        aria-label="New department"
        onSubmit={async (event) => {
          event.preventDefault();
          if (!(await act(CreateDepartmentDocument, { input: { name: name.trim() } }))) return;
          setName('');
          again({ requestPolicy: 'network-only' });
          renew();
        }}
      >
        <TextInput
          label="A new department, named"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          description="It starts with the Copydesk rules and CCs off."
        />
        <Button type="submit" disabled={name.trim() === ''} loading={busy}>
          Create
        </Button>
      </form>
      <ErrorLine>{error}</ErrorLine>
    </div>
  );
}
