import type { TicketStatus } from '../gql/graphql.ts';
import classes from './status-mark.module.css';
import { STATUS_WORD } from './words.ts';

/** Shapes, so that colour is never the only sign: ring, half, full, bars, tick. */
const SHAPE: Readonly<Record<TicketStatus, React.ReactNode>> = {
  NEW: <path d="M7 1.5l1.6 3.6 3.9.4-2.9 2.6.8 3.9L7 10l-3.4 2 .8-3.9L1.5 5.5l3.9-.4z" fill="currentColor" />,
  OPEN: <circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="2.2" />,
  ANSWERED: (
    <>
      <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M7 3.6a3.4 3.4 0 010 6.8z" fill="currentColor" />
    </>
  ),
  ON_HOLD: <path d="M4.2 3h1.9v8H4.2zM7.9 3h1.9v8H7.9z" fill="currentColor" />,
  SOLVED: (
    <>
      <circle cx="7" cy="7" r="5.8" fill="currentColor" />
      <path d="M4.5 7.2l1.8 1.7 3.2-3.6" fill="none" stroke="var(--paper)" strokeWidth="1.5" />
    </>
  ),
  CLOSED: <path d="M3 3l8 8M11 3l-8 8" stroke="currentColor" strokeWidth="1.8" />,
};

export function StatusMark({ status, withWord = false }: { status: TicketStatus; withWord?: boolean }) {
  return (
    <span className={classes.mark} data-status={status} title={STATUS_WORD[status]}>
      <svg
        width="14"
        height="14"
        viewBox="0 0 14 14"
        role={withWord ? undefined : 'img'}
        aria-hidden={withWord || undefined}
        aria-label={withWord ? undefined : STATUS_WORD[status]}
      >
        {SHAPE[status]}
      </svg>
      {withWord ? <span>{STATUS_WORD[status]}</span> : null}
    </span>
  );
}
