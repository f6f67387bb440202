import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { Link } from 'wouter';
import { Middle } from '../../design/middle.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { StatusMark } from '../../design/status-mark.tsx';
import { count } from '../../design/words.ts';
import type { TicketRowFragment } from '../../gql/graphql.ts';
import classes from './ticket-row.module.css';

type Props = { ticket: TicketRowFragment; href: string; open: boolean; lifted: boolean; left: boolean };

const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/u;

/** One ticket of a list, read at a glance: state, subject, who, when, what needs attention. */
export function TicketRow({ ticket, href, open, lifted, left }: Props) {
  const warnings = ticket.warningCount ?? 0;
  return (
    <li>
      <Link
        href={href}
        className={classes.row}
        aria-current={open ? 'page' : undefined}
        data-ticket={ticket.number}
        data-lifted={lifted || undefined}
        data-left={left || undefined}
      >
        <span className={classes.mark}>
          <StatusMark status={ticket.status} />
        </span>
        <span className={classes.line}>
          <span className={classes.subject} lang={JAPANESE.test(ticket.subject) ? 'ja' : undefined}>
            {ticket.subject === '' ? '(no subject)' : ticket.subject}
          </span>
          <RelativeTime at={ticket.updatedAt} className={classes.time} />
        </span>
        <span className={classes.line}>
          <span className={classes.who}>
            <span className={classes.number}>#{ticket.number}</span>
            <Middle text={ticket.requester.name} />
          </span>
          {ticket.isPrivate ? <IconLock size={13} role="img" aria-label="Internal so far" /> : null}
          {warnings === 0 ? null : (
            <span className={classes.warning}>
              <IconAlertTriangle size={13} aria-hidden />
              {count(warnings, 'warning')}
            </span>
          )}
          <span className={classes.assignee} title={ticket.assignee?.name ?? 'Nobody is assigned'}>
            {ticket.assignee?.name.split(' ')[0] ?? '–'}
          </span>
        </span>
      </Link>
    </li>
  );
}
