import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { errorSentence } from '../../app/live/error-code.ts';
import { Empty, Trouble, Waiting } from '../../design/states.tsx';
import { Composer } from '../composer/composer.tsx';
import { usePending } from '../composer/pending.ts';
import { PeoplePanel } from '../people/people-panel.tsx';
import { CommentStream } from './comment-stream.tsx';
import { TicketHeader } from './ticket-header.tsx';
import classes from './ticket-page.module.css';
import { useAway } from './use-away.ts';
import { usePresence } from './use-presence.ts';
import { useTicket, type OpenTicket } from './use-ticket.ts';

/** One ticket: its properties, what was said, who takes part, and the place to answer. */
export function TicketPage({ number, back }: { number: number; back: string }) {
  const { ticket, loading, error, gone, broken, again } = useTicket(number);
  const subject = ticket?.subject;
  useEffect(() => {
    if (subject !== undefined) document.title = `#${number} ${subject} · Copydesk`;
  }, [number, subject]);

  if (loading) return <Waiting label="Reading the ticket" rows={5} height={96} />;
  if (gone) {
    return (
      <Empty page title={`#${number} is no longer yours to see`}>
        It moved to another department, or your access changed.
      </Empty>
    );
  }
  if (ticket === null && error) {
    return <Trouble what="The ticket could not be read" {...{ why: errorSentence(error) ?? '' }} again={again} />;
  }
  if (ticket === null) {
    return (
      <Empty page title={`There is no ticket #${number}`}>
        It may belong to a department that is not yours. Check the number.
      </Empty>
    );
  }
  return <Opened key={ticket.id} ticket={ticket} back={back} broken={broken} />;
}

function Opened({ ticket, back, broken }: { ticket: OpenTicket; back: string; broken: boolean }) {
  const narrow = useMediaQuery('(max-width: 1000px)', false, { getInitialValueInEffect: false });
  const [peopleOpen, setPeopleOpen] = useState(false);
  const away = useAway(ticket.id, ticket.seq);
  const pending = usePending();
  const presence = usePresence(ticket.id);
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <TicketHeader
          ticket={ticket}
          back={back}
          away={away}
          broken={broken}
          others={presence.others}
          showPeople={narrow === true ? () => setPeopleOpen(true) : undefined}
        />
        <CommentStream ticket={ticket} pending={pending.list} forget={pending.forget} />
        <Composer ticket={ticket} pending={pending} wrote={presence.wrote} />
      </div>
      {narrow === true ? (
        <Drawer
          opened={peopleOpen}
          onClose={() => setPeopleOpen(false)}
          position="bottom"
          size="80%"
          title="People"
          closeButtonProps={{ 'aria-label': 'Close people' }}
        >
          <PeoplePanel ticket={ticket} />
        </Drawer>
      ) : (
        <aside className={classes.side} aria-label="People">
          <PeoplePanel ticket={ticket} />
        </aside>
      )}
    </div>
  );
}
