import { globalId, type Bench } from '../bench.ts';
import { openRawTicket } from '../limits/raw-open.ts';
import type { Workload } from './requests.ts';

const document = `query Open($id: ID!) {
  ticket(id: $id) {
    id number subject status seq createdAt updatedAt
    department { id name } requester { id name } assignee { id name }
    ccs { person { id name } address addedAt } ccLimit { limit used over } followers { id name }
    comments(last: 20) {
      edges { node { id author { id name role } visibility bodyText via createdAt } }
      pageInfo { hasPreviousPage startCursor }
    }
  }
}`;

/** W2: a ticket's page: 20 comments with their authors, five CCs, three followers. */
export async function openTicket(bench: Bench): Promise<Workload> {
  const { rows } = await bench.sql.query<{ id: string }>(
    'select id from ticket where comment_count = 20 order by id limit 1000',
  );
  const ids = rows.map(({ id }) => id);
  const bodies = ids.map((id) => JSON.stringify({ query: document, variables: { id: globalId('Ticket', id) } }));
  return {
    name: 'W2 open a ticket',
    limit: 'four prepared SQL statements in one pipeline: ticket, comments, CCs, followers',
    body: (client, turn) => bodies[(client * 7 + turn) % bodies.length]!,
    openLimit: (client) => openRawTicket(bench, ids, client),
  };
}
