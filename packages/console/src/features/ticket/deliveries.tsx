import { Popover } from '@mantine/core';
import { IconAlertTriangle, IconMail } from '@tabler/icons-react';
import type { CommentPartsFragment, DeliveryState, RecipientHeader } from '../../gql/graphql.ts';
import { deliverySummary } from './comment-kind.ts';
import classes from './deliveries.module.css';

const STATE: Readonly<Record<DeliveryState, string>> = {
  SENT: 'sent',
  KEPT: 'kept in Sent mail',
  QUEUED: 'waiting',
  FAILED: 'not delivered',
};

export const HEADER_WORD: Readonly<Record<RecipientHeader, string>> = {
  TO: 'To',
  CC: 'Cc',
  BCC: 'Bcc',
  HIDDEN: 'hidden',
};

/** Whom a comment was sent to, in which header, and what became of each. */
export function Deliveries({ comment: { deliveries, visibility } }: { comment: CommentPartsFragment }) {
  const summary = deliverySummary(deliveries, visibility);
  if (summary === null) return null;
  const Icon = summary.failed > 0 ? IconAlertTriangle : IconMail;
  return (
    <Popover width={320} position="bottom-end" trapFocus>
      <Popover.Target>
        <button type="button" className={classes.summary} data-failed={summary.failed > 0 || undefined}>
          <Icon size={13} aria-hidden /> {summary.text}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="Sent to">
        <ul tabIndex={0} className={classes.list}>
          {deliveries.map((each) => (
            <li key={each.address} className={classes.delivery}>
              <span className={classes.who}>
                {each.person.name} <span className={classes.header}>{HEADER_WORD[each.header]}</span>
              </span>
              <span className={classes.state} data-failed={each.state === 'FAILED' || undefined}>
                {STATE[each.state]}
              </span>
              <span className={classes.because}>
                {each.address} · {each.error ?? each.because}
              </span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
