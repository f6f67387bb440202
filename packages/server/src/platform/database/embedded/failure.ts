/** A reason why the embedded PostgreSQL cannot run: `message` is one sentence for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** What PostgreSQL, initdb or the file system say, and what a person can do about it. The first line that matches wins. */
const explanations: Array<[pattern: RegExp, sentence: (dir: string) => string]> = [
  [
    /No space left on device|ENOSPC|Disk quota exceeded/i,
    (dir) =>
      `The disk that holds ${dir} is full: free some space (200 MB are enough to start) or set DATA_DIR to another disk, and start again.`,
  ],
  [
    /Read-only file system|EROFS/i,
    (dir) => `${dir} is on a read-only file system: set DATA_DIR to a directory that can be written.`,
  ],
  [
    /Permission denied|EACCES|EPERM|Operation not permitted/i,
    (dir) =>
      `${dir} cannot be written or read by the user of this process: correct its owner or set DATA_DIR to another directory.`,
  ],
  [
    /ENOTDIR|EEXIST/,
    (dir) => `${dir} is a file, but a directory is needed: move it away or set DATA_DIR to another directory.`,
  ],
  [
    /not compatible with this version|database files are incompatible/i,
    (dir) =>
      `${dir} was made by another version of PostgreSQL: run the Copydesk version that made it, dump its data and load it here, or move the directory away.`,
  ],
  [
    /could not map anonymous shared memory|Cannot allocate memory|out of memory/i,
    () =>
      'There is not enough memory for PostgreSQL (about 250 MB): free some, or point DATABASE_URL at a server elsewhere.',
  ],
  [
    /could not locate a valid checkpoint|invalid checkpoint|invalid primary checkpoint|could not read file|not a database cluster directory|is missing or contains invalid/i,
    (dir) =>
      `The database in ${dir} is damaged: restore it from a backup, or move it away to start with an empty desk.`,
  ],
];

/** Turns any failure of the cluster in `dir` into one sentence; the original stays as `cause`. */
export function explainFailure(dir: string, output: string, cause?: unknown): EmbeddedPostgresError {
  const known = explanations.find(([pattern]) => pattern.test(output));
  if (known) return new EmbeddedPostgresError(known[1](dir), { cause: cause ?? output });
  const lines = output
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '');
  const last = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? 'it gave no reason';
  return new EmbeddedPostgresError(`PostgreSQL in ${dir} did not start: ${last.trim()}`, {
    cause: cause ?? output,
  });
}
