import { isDeepStrictEqual } from 'node:util';

/** @throws Error that shows both, when the limit does not read or write what the desk does */
export function requireSame(workload: string, desk: unknown, limit: unknown): void {
  if (isDeepStrictEqual(desk, limit)) return;
  const show = (value: unknown) => JSON.stringify(value, null, 1).slice(0, 2_000);
  throw new Error(`${workload}: the desk and its limit differ. The desk: ${show(desk)}\nThe limit: ${show(limit)}`);
}
