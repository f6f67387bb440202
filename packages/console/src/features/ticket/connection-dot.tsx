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
export function ConnectionDot({ waiting, broken }: { waiting: number | null; broken: boolean }) {
  const { state: socket, since } = useConnection();
  const state = broken && socket === 'live' ? 'reconnecting' : socket;
  const cut = socket === 'reconnecting' || socket === 'offline';
  return (
    <span className={classes.dot} data-state={state} role="status" aria-label="Connection">
      <i aria-hidden />
      {WORD[state]}
      {cut ? ` since ${clockTime(new Date(since))}` : null}
      {waiting === null || waiting === 0 ? null : ` · ${count(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'}`}
    </span>
  );
}
