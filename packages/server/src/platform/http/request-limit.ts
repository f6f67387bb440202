/** Visitors remembered; beyond that all are forgotten, which lets a flood of addresses through but holds no memory. */
const REMEMBERED = 10_000;

/**
 * Lets a visitor in so many times a minute, counted on this node alone: a brake for doors without a sign-in, in front
 * of tokens that are too long to be guessed.
 */
export function requestLimit(perMinute: number, now: () => number = Date.now): (visitor: string) => boolean {
  const visits = new Map<string, number>();
  let minute = 0;
  return (visitor) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute || visits.size > REMEMBERED) visits.clear();
    minute = current;
    const count = (visits.get(visitor) ?? 0) + 1;
    visits.set(visitor, count);
    return count <= perMinute;
  };
}
