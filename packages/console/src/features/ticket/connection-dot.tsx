import { useConnection, type ConnectionState } from '../../app/live/connection.ts';
import { clockTime } from '../../design/time.ts';
import { count } from '../../design/words.ts';
import classes from './connection-dot.module.css';

const WORD: Readonly<Record<ConnectionState, string>> = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  offline: 'offline',
};

/** Live; or since when not, and how many changes wait. */
export function ConnectionDot({ waiting }: { waiting: number | null }) {
  const { state, since } = useConnection();
  const broken = state === 'reconnecting' || state === 'offline';
  return (
    <span className={classes.dot} data-state={state} role="status" aria-label="Connection">
      <i aria-hidden />
      {WORD[state]}
      {broken ? ` since ${clockTime(new Date(since))}` : null}
      {waiting === null || waiting === 0 ? null : ` · ${count(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'}`}
    </span>
  );
}
