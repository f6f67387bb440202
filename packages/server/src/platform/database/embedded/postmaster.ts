import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

/** What a running postmaster says about itself in `postmaster.pid` of its data directory. */
export type Postmaster = { pid: number; port: number; ready: boolean };

/** Reads `postmaster.pid`; undefined when there is none or it is only half written. Says nothing about whether it still runs. */
export function readPostmasterFile(data: string): Postmaster | undefined {
  let text: string;
  try {
    text = readFileSync(path.join(data, 'postmaster.pid'), 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!(pid > 0) || !(port > 0)) return undefined;
  return { pid, port, ready: lines[7]?.trim() === 'ready' };
}

/** Whether a process exists and is more than a zombie (a container without an init keeps those for ever). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    // The state follows the command's name, which stands in brackets and may itself hold brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch {
    return true;
  }
}

/** Whether `pid` is the postmaster of `data`, and not another process that was given the number of one that died. */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    // A postmaster works in its data directory.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return (stdout ?? '').includes('postgres');
  }
}
