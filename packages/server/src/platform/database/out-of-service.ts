/** SQLSTATE classes, and codes of Node: no room on the disk, too many connections; going down or coming up; no line. */
const CODES = /^(53|57P|08)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/u;

/** Is it the database that could not do its work, whatever it was asked? What was asked for may be asked again. */
export function isOutOfService(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && CODES.test(code)) return true;
    // The driver's own words have no code.
    if (cause.message.startsWith('Connection terminated')) return true;
  }
  return false;
}
