/**
 * The envelope's sender of a message that was handed over without one, as the last server wrote it down. A message that
 * names none is not taken for one of the null sender.
 */
export function returnPathOf(raw: Buffer): string {
  const head =
    raw
      .subarray(0, 65_536)
      .toString('latin1')
      .split(/\r?\n\r?\n/u)[0] ?? '';
  return /^return-path:\s*<([^<>\s]*)>/imu.exec(head)?.[1] ?? 'unknown@invalid';
}
