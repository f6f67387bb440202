import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { ticketActs } from '../../app/acts.ts';
import { useSigned } from '../../app/viewer.ts';
import { Middle } from '../../design/middle.tsx';
import { PriorityMark } from '../../design/priority-mark.tsx';
import { StatusMark } from '../../design/status-mark.tsx';
import { PRIORITY_WORD, STATUS_CHOICES, STATUS_WORD } from '../../design/words.ts';
import { FindPeopleDocument, type TicketPriority, type TicketStatus } from '../../gql/graphql.ts';
import classes from './properties.module.css';
import type { ChangeAct } from './use-change-ticket.ts';
import type { OpenTicket } from './use-ticket.ts';

type PropertyProps = {
  name: string;
  value: ReactNode;
  may: boolean;
  opened: boolean;
  set: (open: boolean) => void;
  children: ReactNode;
};

/** A property as a quiet button that opens its choices; plain text where it may not be changed. */
function Property({ name, value, may, opened, set, children }: PropertyProps) {
  if (!may) return <span className={classes.fixed}>{value}</span>;
  return (
    <Menu opened={opened} onChange={set} position="bottom-start" width={224}>
      <Menu.Target>
        <button type="button" className={classes.property} aria-label={name}>
          {value}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes.choices}>{children}</Menu.Dropdown>
    </Menu>
  );
}

function useOpened(on?: 'status' | 'assign' | 'priority') {
  const [opened, set] = useState(false);
  useEffect(() => ticketActs.listen((act) => act === on && set(true)), [on]);
  return { opened, set };
}

export function StatusProperty({ status, may, act }: { status: TicketStatus; may: boolean; act: ChangeAct }) {
  return (
    <Property
      {...useOpened('status')}
      name={`Status: ${STATUS_WORD[status]}`}
      value={<StatusMark status={status} withWord />}
      may={may && status !== 'CLOSED'}
    >
      {STATUS_CHOICES.map((choice) => (
        <Menu.Item key={choice} onClick={() => void act({ status: choice }, `status to ${STATUS_WORD[choice]}`)}>
          <StatusMark status={choice} withWord />
        </Menu.Item>
      ))}
    </Property>
  );
}

const PRIORITIES: readonly TicketPriority[] = ['URGENT', 'HIGH', 'NORMAL', 'LOW'];

export function PriorityProperty({ priority, may, act }: { priority: TicketPriority; may: boolean; act: ChangeAct }) {
  return (
    <Property
      {...useOpened('priority')}
      name={`Priority: ${PRIORITY_WORD[priority]}`}
      value={<PriorityMark priority={priority} />}
      may={may}
    >
      {PRIORITIES.map((choice) => (
        <Menu.Item
          key={choice}
          disabled={choice === priority}
          onClick={() => void act({ priority: choice }, `priority to ${PRIORITY_WORD[choice]}`)}
        >
          <PriorityMark priority={choice} />
        </Menu.Item>
      ))}
    </Property>
  );
}

export function DepartmentProperty({
  department,
  may,
  act,
}: {
  department: OpenTicket['department'];
  may: boolean;
  act: ChangeAct;
}) {
  const { departments } = useSigned();
  return (
    <Property
      {...useOpened()}
      name={`Department: ${department.name}`}
      value={<Middle text={department.name} />}
      may={may}
    >
      {departments.map((choice) => (
        <Menu.Item
          key={choice.id}
          disabled={choice.id === department.id}
          onClick={() => void act({ departmentId: choice.id }, `department to ${choice.name}`)}
        >
          {choice.name}
        </Menu.Item>
      ))}
    </Property>
  );
}

export function AssigneeProperty({ ticket, may, act }: { ticket: OpenTicket; may: boolean; act: ChangeAct }) {
  const { viewer } = useSigned();
  const open = useOpened('assign');
  const [team] = useQuery({
    query: FindPeopleDocument,
    variables: { roles: ['ADMIN', 'AGENT'], first: 50, search: null },
    pause: !open.opened,
  });
  const name = ticket.assignee?.name ?? 'Nobody';
  const others = (team.data?.people.edges ?? [])
    .map((edge) => edge.node)
    .filter((person) => person.id !== viewer.id && (person.state ?? 'ACTIVE') === 'ACTIVE')
    .filter((person) => person.role === 'ADMIN' || person.departments.some((each) => each.id === ticket.department.id));
  return (
    <Property
      {...open}
      name={`Assignee: ${name}`}
      value={
        <span className={classes.assignee}>
          <span className={classes.hint}>Assignee</span> <Middle text={name} />
        </span>
      }
      may={may}
    >
      {ticket.assignee?.id === viewer.id ? null : (
        <Menu.Item onClick={() => void act({ assigneeId: viewer.id }, 'assignee to you')}>Take it myself</Menu.Item>
      )}
      {others.map((person) => (
        <Menu.Item
          key={person.id}
          disabled={person.id === ticket.assignee?.id}
          onClick={() => void act({ assigneeId: person.id }, `assignee to ${person.name}`)}
        >
          {person.name}
        </Menu.Item>
      ))}
      {ticket.assignee === null ? null : (
        <Menu.Item onClick={() => void act({ assigneeId: null }, 'assignee to nobody')}>Nobody</Menu.Item>
      )}
    </Property>
  );
}
