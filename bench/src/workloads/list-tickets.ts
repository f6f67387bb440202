import { globalId, type Bench } from '../bench.ts';
import { openRawList, readRawList } from '../limits/raw-list.ts';
import { requireSame } from '../same-rows.ts';
import type { Workload } from './requests.ts';

const document = `query List($departmentIds: [ID!]) {
  tickets(filter: { departmentIds: $departmentIds, statuses: [OPEN] }, orderBy: UPDATED_AT_DESC, first: 50) {
    edges { node { id number subject status updatedAt commentCount requester { id name } assignee { id name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

type Person = { id: string; name: string };
type Node = Record<'id' | 'number' | 'subject' | 'status' | 'commentCount', unknown> & {
  requester: Person;
  assignee: Person | null;
};
type Answer = { tickets: { edges: { node: Node }[]; pageInfo: { hasNextPage: boolean } } };

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
    async sameRows(ask) {
      const { tickets } = await ask<Answer>(bodies[0]!);
      const raw = await readRawList(bench.sql, departmentIds[0]!);
      const desk = tickets.edges.map(({ node }) => {
        const { number, subject, status, commentCount, requester, assignee } = node;
        return [number, subject, status, commentCount, requester.name, assignee?.name ?? null];
      });
      const names = ['number', 'subject', 'status', 'comment_count', 'requester_name', 'assignee_name'];
      const limit = raw.slice(0, 50).map((row) => names.map((name) => row[name]));
      requireSame('W3', [desk, tickets.pageInfo.hasNextPage], [limit, raw.length > 50]);
      return raw.length;
    },
  };
}
