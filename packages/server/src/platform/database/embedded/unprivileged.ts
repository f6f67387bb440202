import { spawnSync } from 'node:child_process';
import { accessSync, chownSync, constants } from 'node:fs';
import { EmbeddedPostgresError } from './failure.ts';

/** How PostgreSQL's programs are started: it refuses to run as root, so root starts them as the user `postgres`. */
export type Launcher = {
  /** Command and arguments to give to `spawn`, with the user to switch to. */
  wrap(program: string, args: string[]): { command: string; args: string[]; uid?: number; gid?: number };
  /** Gives a directory or file to the user PostgreSQL runs as. */
  own(file: string): void;
};

/**
 * The launcher for this process: the programs themselves for an ordinary user; for root, the same as user `postgres` (made when it is
 * missing). When that user cannot reach `paths` (a checkout below /root), it keeps the right to pass closed directories.
 */
export function createLauncher(paths: string[]): Launcher {
  if (process.getuid?.() !== 0) {
    return { wrap: (command, args) => ({ command, args }), own: () => {} };
  }
  const { uid, gid } = postgresUser();
  const own = (file: string) => chownSync(file, uid, gid);
  if (canReach(paths, uid, gid)) return { wrap: (command, args) => ({ command, args, uid, gid }), own };
  const setpriv = findSetpriv();
  if (!setpriv) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and the user postgres cannot reach ${paths[0]}: start as an ordinary user, or move the checkout to a directory that others may enter.`,
    );
  }
  const flags = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  return {
    wrap: (program, args) => ({ command: setpriv, args: [...flags, '--', program, ...args] }),
    own,
  };
}

function postgresUser(): { uid: number; gid: number } {
  const found = lookUp();
  if (found) return found;
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const made = lookUp();
  if (made) return made;
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and a user postgres could not be made: start as an ordinary user, or set DATABASE_URL.',
  );
}

function lookUp(): { uid: number; gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { stdout, status } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return status === 0 ? Number.parseInt(stdout, 10) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function canReach(paths: string[], uid: number, gid: number): boolean {
  const script = 'for file in "$@"; do test -x "$file" || exit 1; done';
  return spawnSync('/bin/sh', ['-c', script, 'sh', ...paths], { uid, gid, cwd: '/' }).status === 0;
}

function findSetpriv(): string | undefined {
  return ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
