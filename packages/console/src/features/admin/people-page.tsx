import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useSearchParams } from 'wouter';
import { errorSentence } from '../../app/live/error-code.ts';
import { Empty, Trouble, Waiting } from '../../design/states.tsx';
import { count, ROLE_WORD } from '../../design/words.ts';
import { AdminPeopleDocument, type Role } from '../../gql/graphql.ts';
import classes from './admin.module.css';
import own from './people.module.css';
import { EditPerson } from './edit-person.tsx';
import { NewPerson } from './new-person.tsx';
import { PersonRow } from './person-row.tsx';

const ROLES: readonly Role[] = ['ADMIN', 'AGENT', 'LIGHT_AGENT', 'END_USER'];
const PAGE = 50;

/** Everybody the desk knows: who they are, what they may do, and a way to add a colleague. */
export function PeoplePage() {
  const [params] = useSearchParams();
  const [text, setText] = useState(params.get('search') ?? '');
  const [search] = useDebouncedValue(text.trim(), 150);
  const [role, setRole] = useState<string | null>(null);
  const [first, setFirst] = useState(PAGE);
  const [creating, setCreating] = useState(false);
  const [changing, setChanging] = useState<string | null>(null);
  const roles = role === null ? null : [role as Role];
  const [list, again] = useQuery({
    query: AdminPeopleDocument,
    variables: { search: search === '' ? null : search, roles, first, after: null },
    requestPolicy: 'cache-and-network',
  });
  const people = (list.data?.people.edges ?? []).map((edge) => edge.node);
  const changed = people.find((person) => person.id === changing);
  return (
    <div className={classes.column} data-wide>
      <div className={classes.titleLine}>
        <h1 className={classes.h1}>People</h1>
        <Button onClick={() => setCreating(true)}>Add a person</Button>
      </div>
      <div className={own.filters}>
        <TextInput
          aria-label="Find people"
          placeholder="Name, address, domain, organization"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          aria-label="Role"
          placeholder="Any role"
          clearable
          clearButtonProps={{ 'aria-label': 'Any role' }}
          data={ROLES.map((value) => ({ value, label: ROLE_WORD[value] }))}
          value={role}
          onChange={setRole}
        />
      </div>
      {list.fetching && !list.data ? <Waiting label="Reading people" /> : null}
      {list.error && !list.data ? (
        <Trouble what="People could not be read" why={errorSentence(list.error) ?? ''} again={() => again()} />
      ) : null}
      {list.data && people.length === 0 ? (
        <Empty title="Nobody matches">Search by name, address, domain or organization.</Empty>
      ) : null}
      <ul className={own.people} hidden={people.length === 0}>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} change={() => setChanging(person.id)} />
        ))}
      </ul>
      {list.data?.people.pageInfo.hasNextPage ? (
        <Button variant="default" onClick={() => setFirst((n) => n + PAGE)}>
          Load more
        </Button>
      ) : null}
      {typeof list.data?.people.totalCount === 'number' ? (
        <p className={classes.quiet}>{count(list.data.people.totalCount, 'person', 'people')}</p>
      ) : null}
      {changed === undefined ? null : <EditPerson key={changed.id} person={changed} close={() => setChanging(null)} />}
      <NewPerson
        opened={creating}
        close={() => setCreating(false)}
        created={() => again({ requestPolicy: 'network-only' })}
      />
    </div>
  );
}
