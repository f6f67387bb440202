import { useSyncExternalStore } from 'react';
import { agoTime, dayOrClock, exactTime, shortTime } from './time.ts';

let now = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the page; it ticks only while somebody looks. */
function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = new Date();
    for (const each of listeners) each();
  }, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** How long ago, the exact moment on hover. `ago`: says the word too, where the time stands among other words. */
export function RelativeTime({ at, className, ago = false }: { at: string; className?: string; ago?: boolean }) {
  const moment = new Date(at);
  const seen = useSyncExternalStore(listen, () => now);
  const reference = moment > seen ? moment : seen;
  return (
    <time dateTime={at} title={exactTime(moment)} className={className}>
      {ago ? agoTime(moment, reference) : shortTime(moment, reference)}
    </time>
  );
}

/** The moment as it stays: `09:20` of today, else the day; the exact one on hover. */
export function DayOrClock({ at }: { at: string }) {
  const moment = new Date(at);
  const seen = useSyncExternalStore(listen, () => now);
  return (
    <time dateTime={at} title={exactTime(moment)}>
      {dayOrClock(moment, seen)}
    </time>
  );
}
