import { globalId, type Bench } from '../bench.ts';
import { openRawList } from '../limits/raw-list.ts';
import type { Workload } from './requests.ts';

const document = `query List($departmentIds: [ID!]) {
  tickets(filter: { departmentIds: $departmentIds, statuses: [OPEN] }, orderBy: UPDATED_AT_DESC, first: 50) {
    edges { node { id number subject status updatedAt commentCount requester { id name } assignee { id name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** W3: the 50 open tickets of a department that changed last. */
export function listTickets(bench: Bench): Workload {
  const { departmentIds } = bench.desk;
  const bodies = departmentIds.map((id) =>
    JSON.stringify({ query: document, variables: { departmentIds: [globalId('Department', id)] } }),
  );
  return {
    name: 'W3 list 50 tickets',
    limit: 'one prepared SQL statement: tickets, requesters, assignees',
    body: (client, turn) => bodies[(client + turn) % bodies.length]!,
    openLimit: (client) => openRawList(bench, departmentIds, client),
  };
}
