import { Spotlight, createSpotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { ROLE_WORD } from '../design/words.ts';
import { mayOpenTickets, newTicketDoor } from '../features/tickets/new-ticket-door.ts';
import { viewsFor } from '../features/tickets/views.ts';
import { FindPeopleDocument } from '../gql/graphql.ts';
import { ticketActs, type TicketAct } from './acts.ts';
import { useSigned } from './viewer.ts';

export const [deskSpotlightStore, spotlight] = createSpotlight();

type Thing = { id: string; label: string; description?: string; group: string; act: () => void };

const ACTS: readonly (readonly [TicketAct, string])[] = [
  ['reply', 'Public reply'],
  ['note', 'Internal note'],
  ['cc', 'Add a CC'],
  ['follow', 'Follow or stop following'],
  ['assign', 'Assign'],
  ['status', 'Set the status'],
  ['priority', 'Set the priority'],
  ['tags', 'Change the tags'],
];

/** Everything in one field: a ticket's number, views, places, people, and what can be done with the open ticket. */
export function DeskSpotlight() {
  const [query, setQuery] = useState('');
  const [search] = useDebouncedValue(query.trim(), 120);
  const { things, searching } = useThings(query.trim(), search);
  const groups = [...new Set(things.map((thing) => thing.group))];
  return (
    <Spotlight.Root
      store={deskSpotlightStore}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Find everything' } }}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      transitionProps={{ duration: 100 }}
      yOffset="8dvh"
      radius="lg"
    >
      <Spotlight.Search aria-label="Find everything" placeholder="A number, a person, a view, or what you want to do" />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {things
              .filter((thing) => thing.group === group)
              .map(({ id, label, description, act }) => (
                <Spotlight.Action key={id} label={label} {...(description ? { description } : {})} onClick={act} />
              ))}
          </Spotlight.ActionsGroup>
        ))}
        {things.length === 0 && !searching ? (
          <Spotlight.Empty>Nothing found. A number opens that ticket.</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useThings(query: string, search: string): { things: Thing[]; searching: boolean } {
  const { viewer, departments } = useSigned();
  const [at, go] = useLocation();
  const [found] = useQuery({
    query: FindPeopleDocument,
    variables: { search, roles: null, first: 6 },
    pause: search.length < 2,
  });
  const fixed = useMemo(() => {
    const places: Thing[] = [
      ...viewsFor(viewer.id, departments).map((view) => ({
        id: `view ${view.slug}`,
        label: view.name,
        group: 'Views',
        act: () => go(`/views/${view.slug}`),
      })),
      { id: 'messages', label: 'Suspended and failed mail', group: 'Places', act: () => go('/messages') },
      { id: 'sent', label: 'Sent mail', group: 'Places', act: () => go('/sent') },
    ];
    if (mayOpenTickets({ viewer, departments })) {
      const act = () => setTimeout(() => newTicketDoor.tell(null), 120);
      places.unshift({ id: 'new-ticket', label: 'New ticket', group: 'Do', act });
    }
    if (viewer.role === 'ADMIN') {
      places.push({ id: 'departments', label: 'Departments', group: 'Places', act: () => go('/admin/departments') });
      places.push({ id: 'people', label: 'People', group: 'Places', act: () => go('/admin/people') });
    }
    const onTicket = /^\/views\/[^/]+\/\d+/u.test(at);
    const acts = ACTS.map(([act, label]): Thing => ({
      id: act,
      label,
      group: 'This ticket',
      act: () => setTimeout(() => ticketActs.tell(act), 120),
    }));
    return onTicket ? [...acts, ...places] : places;
  }, [viewer, departments, at, go]);

  const wanted = query.toLowerCase();
  const things = fixed.filter((thing) => thing.label.toLowerCase().includes(wanted));
  const number = /^#?(\d+)$/u.exec(query)?.[1];
  if (number !== undefined) {
    things.unshift({
      id: 'number',
      label: `Ticket #${number}`,
      group: 'Tickets',
      act: () => go(`/views/all/${number}`),
    });
  }
  const searching = query.length >= 2 && (query !== search || found.fetching);
  if (search.length < 2) return { things, searching };
  const people = (found.data?.people.edges ?? []).map(({ node }): Thing => ({
    id: node.id,
    label: node.name,
    description: [ROLE_WORD[node.role], node.addresses[0]].filter(Boolean).join(' · '),
    group: 'People',
    act: () =>
      go(viewer.role === 'ADMIN' ? `/admin/people?search=${encodeURIComponent(node.addresses[0] ?? node.name)}` : at),
  }));
  return { things: [...things, ...people], searching };
}
