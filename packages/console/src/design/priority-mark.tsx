import type { TicketPriority } from '../gql/graphql.ts';
import classes from './priority-mark.module.css';
import { PRIORITY_WORD } from './words.ts';

/** As many bars as it is urgent. */
const BARS: Readonly<Record<TicketPriority, number>> = { LOW: 1, NORMAL: 2, HIGH: 3, URGENT: 4 };

export function PriorityMark({ priority }: { priority: TicketPriority }) {
  return (
    <span className={classes.mark} data-priority={priority}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden>
        {[1, 2, 3, 4].map((bar) => (
          <rect
            key={bar}
            x={bar * 3 - 1.5}
            y={11 - bar * 2}
            width="2"
            height={bar * 2 + 1}
            rx="0.5"
            fill="currentColor"
            opacity={bar <= BARS[priority] ? 1 : 0.25}
          />
        ))}
      </svg>
      {PRIORITY_WORD[priority]}
    </span>
  );
}
