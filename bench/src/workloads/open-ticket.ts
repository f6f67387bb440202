import { globalId, type Bench } from '../bench.ts';
import { openRawTicket, readRawTicket } from '../limits/raw-open.ts';
import { requireSame } from '../same-rows.ts';
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

type Person = { id: string; name: string };
type Answer = {
  ticket: Record<'number' | 'subject' | 'status' | 'seq', unknown> & {
    requester: Person;
    ccs: { person: Person; address: string }[];
    followers: Person[];
    comments: { edges: { node: Record<'id' | 'visibility' | 'bodyText' | 'via', string> & { author: Person } }[] };
  };
};

/** W2: a ticket's page: 20 comments with their authors, five CCs, three followers. */
export async function openTicket(bench: Bench): Promise<Workload> {
  // From all over the table, and not the oldest, which lie together.
  const { rows } = await bench.sql.query<{ id: string }>(
    'select id from ticket where comment_count = 20 order by hashtext(id::text), id limit 2000',
  );
  const ids = rows.map(({ id }) => id);
  const bodies = ids.map((id) => JSON.stringify({ query: document, variables: { id: globalId('Ticket', id) } }));
  return {
    name: 'W2 open a ticket',
    limit: 'four prepared SQL statements in one pipeline: ticket, comments, CCs, followers',
    body: (client, turn) => bodies[(client * 7 + turn) % bodies.length]!,
    openLimit: (client) => openRawTicket(bench, ids, client),
    async sameRows(ask) {
      const answer = await ask<Answer>(bodies[0]!);
      const raw = await readRawTicket(bench.sql, ids[0]!);
      requireSame(
        'W2',
        desksRows(answer),
        raw.map((part) => part.map(onlyCompared)),
      );
      return raw.flat().length;
    },
  };
}

const COMPARED = new Set(
  'number subject status seq requester_name visibility body_text via author_name p_name canonical'.split(' '),
);
const onlyCompared = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => COMPARED.has(name)));

/** The desk's answer in the columns and the order of the limit. */
function desksRows({ ticket }: Answer): object[][] {
  const { number, subject, status, seq, requester, comments, ccs, followers } = ticket;
  return [
    [{ number, subject, status, seq, requester_name: requester.name }],
    comments.edges
      .map(({ node }) => ({
        visibility: node.visibility,
        body_text: node.bodyText,
        via: node.via,
        author_name: node.author.name,
      }))
      .toReversed(),
    ccs.map(({ person, address }) => ({ p_name: person.name, canonical: address })),
    followers.map(({ name }) => ({ p_name: name })),
  ];
}
