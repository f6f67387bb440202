import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { RelativeTime } from '../../design/relative-time.tsx';
import { TicketRelatedDocument, type TicketLinkFragment } from '../../gql/graphql.ts';
import { OtherTicket } from '../ticket/other-ticket.tsx';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import classes from './people-panel.module.css';

/** Tickets that became part of this one, or carry it on, and what customers made of it; nothing where there is none. */
export function Related({ ticket }: { ticket: OpenTicket }) {
  const [{ data }] = useQuery({
    query: TicketRelatedDocument,
    variables: { id: ticket.id },
    requestPolicy: 'cache-and-network',
  });
  const { mergedFrom = [], followUps = [], ratings = [] } = data?.ticket ?? {};
  const links: { word: string; to: TicketLinkFragment }[] = [
    ...mergedFrom.map((to) => ({ word: 'Merged into this one:', to })),
    ...followUps.map((to) => ({ word: 'Goes on in', to })),
  ];
  return (
    <>
      {links.length === 0 ? null : (
        <section aria-label="Related tickets">
          <h2 className={classes.title}>Related tickets</h2>
          <ul className={classes.people}>
            {links.map(({ word, to }) => (
              <li key={to.id} className={classes.detail}>
                {word} <OtherTicket ticket={to} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {ratings.length === 0 ? null : (
        <section aria-label="Ratings">
          <h2 className={classes.title}>Ratings</h2>
          <ul className={classes.people}>
            {ratings.map((rating) => (
              <li key={rating.id} className={classes.rating}>
                <b data-score={rating.score}>
                  {rating.score === 'GOOD' ? (
                    <IconThumbUp size={13} aria-hidden />
                  ) : (
                    <IconThumbDown size={13} aria-hidden />
                  )}{' '}
                  {rating.score === 'GOOD' ? 'Good' : 'Bad'}
                </b>
                <span>{rating.person.name}</span>
                <RelativeTime at={rating.givenAt} className={classes.when} ago />
                {rating.comment ? <q dir="auto">{rating.comment}</q> : null}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
