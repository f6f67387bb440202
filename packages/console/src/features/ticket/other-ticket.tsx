import { Link, useParams } from 'wouter';
import type { TicketLinkFragment } from '../../gql/graphql.ts';

/** A way to another ticket, in the view that is open; its subject beside it. */
export function OtherTicket({ ticket }: { ticket: TicketLinkFragment }) {
  const { view = 'all' } = useParams<{ view?: string }>();
  return (
    <>
      <Link href={`/views/${view}/${ticket.number}`}>#{ticket.number}</Link> {ticket.subject || '(no subject)'}
    </>
  );
}
