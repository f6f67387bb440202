/** Why a desk could not start, in one sentence that says what to do about it. */
export class StartError extends Error {
  override name = 'StartError';

  static ofDatabase(error: unknown): StartError {
    const { code, message } = firstCause(error);
    const sentence = databaseSentences.find(([codes]) => codes.includes(code))?.[1];
    return new StartError(sentence?.(message) ?? `The database could not be brought up to date: ${message}`, {
      cause: error,
    });
  }
}

const databaseSentences: [codes: string[], sentence: (message: string) => string][] = [
  [
    ['ECONNREFUSED', 'EHOSTUNREACH', 'ETIMEDOUT', 'ENOENT'],
    () => 'Nothing answers at DATABASE_URL: start PostgreSQL there, or correct the address.',
  ],
  [['ENOTFOUND', 'EAI_AGAIN'], (message) => `The host of DATABASE_URL is unknown (${message}): correct the address.`],
  [['28P01', '28000'], () => 'PostgreSQL refuses the user or password of DATABASE_URL: correct them.'],
  [['3D000'], (message) => `DATABASE_URL names a database that is not there (${message}): create it.`],
  [
    ['42501'],
    (message) => `The user of DATABASE_URL may not create the desk’s tables (${message}): grant it the database.`,
  ],
  [['42883'], (message) => `PostgreSQL 18 or newer is needed (${message}): DATABASE_URL names an older one.`],
  [['53100'], () => 'The disk of the database is full: make room, then start again. Nothing was lost.'],
  [
    ['42P07', '42710', '42P06', '42701'],
    (message) =>
      `The database was left half-migrated by something else (${message}): restore it from a backup, or give the desk an empty one. Nothing was changed.`,
  ],
];

function firstCause(error: unknown): { code: string; message: string } {
  let found = { code: '', message: error instanceof Error ? error.message : String(error) };
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
    const { code } = inner as { code?: unknown };
    if (typeof code === 'string') found = { code, message: (inner as Error).message };
  }
  return found;
}

/** Opens a port; a taken one is a StartError that names the setting. */
export async function listening<T>(setting: string, port: number, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code } = firstCause(error);
    if (code === 'EADDRINUSE') {
      throw new StartError(`Port ${port} is taken: stop what listens there, or set ${setting} to another one.`);
    }
    if (code === 'EACCES')
      throw new StartError(`Port ${port} is not allowed to this user: set ${setting} to 1024 or above.`);
    throw error;
  }
}
