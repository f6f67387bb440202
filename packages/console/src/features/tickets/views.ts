import type { DeskQuery, TicketFilter, TicketRowFragment, TicketStatus } from '../../gql/graphql.ts';

export type View = {
  slug: string;
  name: string;
  filter: TicketFilter;
  /** The same question, asked of one ticket: does it belong here? */
  holds: (ticket: TicketRowFragment) => boolean;
  empty: { title: string; next: string };
};

const ACTIVE: readonly TicketStatus[] = ['NEW', 'OPEN', 'ON_HOLD', 'ANSWERED'];
const TO_DO: readonly TicketStatus[] = ['NEW', 'OPEN'];

const NO_DEPARTMENT: View['empty'] = {
  title: 'You are in no department yet',
  next: 'Ask an admin to put you into one: its tickets appear here.',
};

/** The views of somebody: what needs attention, theirs, nobody's, and one for each of their departments. */
export function viewsFor(viewerId: string, departments: DeskQuery['departments']): View[] {
  const fixed: View[] = [
    {
      slug: 'attention',
      name: 'Needs attention',
      filter: { withWarnings: true },
      holds: (ticket) => (ticket.warningCount ?? 0) > 0,
      empty: { title: 'Nothing needs attention', next: 'Replies by third parties and unverified senders appear here.' },
    },
    {
      slug: 'mine',
      name: 'My open',
      filter: { assigneeId: viewerId, statuses: [...TO_DO] },
      holds: (ticket) => ticket.assignee?.id === viewerId && TO_DO.includes(ticket.status),
      empty: { title: 'No open tickets of yours', next: 'Look in Unassigned for the next one.' },
    },
    {
      slug: 'unassigned',
      name: 'Unassigned',
      filter: { unassigned: true, statuses: [...ACTIVE] },
      holds: (ticket) => ticket.assignee === null && ACTIVE.includes(ticket.status),
      empty: { title: 'Everything is assigned', next: 'New tickets appear here as they come in.' },
    },
    {
      slug: 'all',
      name: 'All tickets',
      filter: {},
      holds: () => true,
      empty: { title: 'No tickets yet', next: 'Write to a support address, and it appears here.' },
    },
  ];
  const own = departments.map((department): View => ({
    slug: `d-${department.slug}`,
    name: department.name,
    filter: { departmentIds: [department.id], statuses: [...ACTIVE] },
    holds: (ticket) => ticket.department.id === department.id && ACTIVE.includes(ticket.status),
    empty: { title: `Nothing open in ${department.name}`, next: 'New mail to its support addresses appears here.' },
  }));
  if (departments.length === 0) return fixed.map((view) => ({ ...view, empty: NO_DEPARTMENT }));
  return [...fixed, ...own];
}
