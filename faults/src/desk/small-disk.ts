import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A file system of its own, in memory, that can be filled to the last byte. */
export type SmallDisk = {
  root: string;
  /** Takes what is left of it, down to the last page. */
  fill(): void;
  /** Gives that back. */
  empty(): void;
  unmount(): void;
};

/** @throws when nothing can be mounted: that is root's. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const root = mkdtempSync(path.join(tmpdir(), 'copydesk-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', root], { stdio: 'pipe' });
  } catch (cause) {
    rmdirSync(root);
    throw new Error('disk-full needs a disk of its own, and only root may mount one: it was not run.', { cause });
  }
  const ballast = path.join(root, 'ballast');
  const unmount = () => {
    // Lazily: a process that is just ending may still be in it.
    execFileSync('umount', ['--lazy', root]);
    rmdirSync(root);
  };
  process.once('exit', unmount);
  return {
    root,
    fill() {
      const file = openSync(ballast, 'a');
      for (const size of [2 ** 20, 4_096, 1]) while (writeAll(file, size));
      closeSync(file);
      const { bavail } = statfsSync(root);
      if (bavail > 16) throw new Error(`The disk is not full: ${bavail} blocks are left.`);
    },
    empty: () => unlinkSync(ballast),
    unmount() {
      process.off('exit', unmount);
      unmount();
    },
  };
}

/** False: there was no room for it. */
function writeAll(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
