import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconPencil, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { ErrorLine } from '../../design/states.tsx';
import { count } from '../../design/words.ts';
import { ConnectionDot } from './connection-dot.tsx';
import { PresenceLine } from './presence-line.tsx';
import type { Present } from './presence-words.ts';
import { SubjectForm } from './subject-form.tsx';
import { OtherTicket } from './other-ticket.tsx';
import { AssigneeProperty, DepartmentProperty, PriorityProperty, StatusProperty } from './properties.tsx';
import { TagsProperty } from './tags-property.tsx';
import classes from './ticket-header.module.css';
import { useChangeTicket } from './use-change-ticket.ts';
import type { OpenTicket } from './use-ticket.ts';

type Props = {
  ticket: OpenTicket;
  back: string;
  away: { waiting: number | null; missed: number; dismiss: () => void };
  broken: boolean;
  others: readonly Present[];
  showPeople: (() => void) | undefined;
};

/** Number and subject, the properties that can be changed in place, and how fresh all this is. */
export function TicketHeader({ ticket, back, away, broken, others, showPeople }: Props) {
  const [renaming, setRenaming] = useState(false);
  const change = useChangeTicket(ticket);
  const may = ticket.viewerMay.edit;
  const phone = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false });
  return (
    <header className={classes.header}>
      <div className={classes.first}>
        <ActionIcon component={Link} href={back} className={classes.back} aria-label="Back to the list">
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
        {renaming ? (
          <SubjectForm
            subject={ticket.subject}
            done={() => setRenaming(false)}
            save={(subject) => change.act({ subject }, `subject to “${subject}”`)}
          />
        ) : (
          <>
            <h1 className={classes.subject} title={ticket.subject}>
              <span className={classes.number}>#{ticket.number}</span> {ticket.subject || '(no subject)'}
            </h1>
            {may ? (
              <ActionIcon size="sm" aria-label="Change the subject" onClick={() => setRenaming(true)}>
                <IconPencil size={14} aria-hidden />
              </ActionIcon>
            ) : null}
          </>
        )}
        {phone ? (
          <ConnectionDot waiting={away.waiting} broken={broken} quiet />
        ) : (
          <span className={classes.now}>
            <PresenceLine people={others} />
            <ConnectionDot waiting={away.waiting} broken={broken} />
          </span>
        )}
        {showPeople === undefined ? null : (
          <Button
            className={classes.people}
            variant="default"
            leftSection={<IconUsers size={14} aria-hidden />}
            onClick={showPeople}
          >
            People {1 + ticket.ccs.length + ticket.followers.length}
          </Button>
        )}
      </div>
      <div className={classes.second}>
        <StatusProperty status={change.pending.status ?? ticket.status} may={may} act={change.act} />
        <PriorityProperty
          priority={change.pending.priority ?? ticket.priority ?? 'NORMAL'}
          may={may}
          act={change.act}
        />
        <DepartmentProperty department={ticket.department} may={may} act={change.act} />
        <AssigneeProperty ticket={ticket} may={may} act={change.act} />
        <TagsProperty tags={change.pending.tags ?? ticket.tags} may={may} act={change.act} />
        {phone ? <PresenceLine people={others} /> : null}
      </div>
      {ticket.mergedInto ? (
        <p className={classes.other}>
          Merged into <OtherTicket ticket={ticket.mergedInto} />
        </p>
      ) : null}
      {ticket.followUpOf ? (
        <p className={classes.other}>
          Follow-up of <OtherTicket ticket={ticket.followUpOf} />
        </p>
      ) : null}
      <ErrorLine>{change.error}</ErrorLine>
      {away.missed === 0 ? null : (
        <p className={classes.missed} role="status">
          {count(away.missed, 'change')} while you were away
          <Button variant="subtle" size="compact-xs" onClick={away.dismiss}>
            Seen
          </Button>
        </p>
      )}
    </header>
  );
}
