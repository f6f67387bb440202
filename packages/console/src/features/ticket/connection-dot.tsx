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

type Props = { waiting: number | null; broken: boolean; quiet?: boolean };

/** Live; or since when not, and how many changes wait. `quiet`: the word only when it is not live. */
export function ConnectionDot({ waiting, broken, quiet = false }: Props) {
  const { state: socket, since } = useConnection();
  const state = broken && socket === 'live' ? 'reconnecting' : socket;
  const cut = socket === 'reconnecting' || socket === 'offline';
  return (
    <span className={classes.dot} data-state={state} role="status" aria-label="Connection" title={WORD[state]}>
      <i aria-hidden />
      <span className={quiet && state === 'live' ? classes.unseen : undefined}>{WORD[state]}</span>
      {cut ? ` since ${clockTime(new Date(since))}` : null}
      {waiting === null || waiting === 0 ? null : ` · ${count(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'}`}
    </span>
  );
}
