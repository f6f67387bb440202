const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `4 min`, `2 h`, `Tue 09:12`, `3 Mar`, `3 Mar 2024`: as short as it stays clear. */
export function shortTime(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < MINUTE) return 'now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < 12 * HOUR) return `${Math.floor(age / HOUR)} h`;
  if (age < 6 * DAY) return weekday.format(at);
  return at.getFullYear() === now.getFullYear() ? day.format(at) : dayAndYear.format(at);
}

/** The same where it stands alone and could be read as a duration: `4 min ago`. */
export function agoTime(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  return age >= MINUTE && age < 12 * HOUR ? `${shortTime(at, now)} ago` : shortTime(at, now);
}

/** When, where it stands beside another time: `09:20` of today, else the day. */
export function dayOrClock(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  return at.getFullYear() === now.getFullYear() ? day.format(at) : dayAndYear.format(at);
}

export function exactTime(at: Date): string {
  return exact.format(at);
}

export function clockTime(at: Date): string {
  return clock.format(at);
}
