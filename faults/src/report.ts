import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

/** One thing that the desk promises, how often it was looked at, and where it did not hold, in words. */
export type Promised = { promise: string; checked: number; broken: string[] };

/** What a fault came to. `counts`: what was done to the desk and what it did, for the reader. */
export type Outcome = { counts: Record<string, number | string>; promises: Promised[] };

export type Report = {
  fault: string;
  /** 'full', 'quick', or a part of the full one. */
  form: string;
  /** The broken build that was run instead of the desk; null: the desk. */
  broken: string | null;
  seed: number;
  date: string;
  seconds: number;
  machine: string;
} & Outcome;

export const holds = ({ promises }: Outcome) => promises.every(({ broken }) => broken.length === 0);

export function machine(): string {
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, ${memory} GB, load ${os.loadavg()[0]?.toFixed(1)}`;
}

const EXAMPLES = 5;

/** For people: each promise with its verdict, and what was done. */
export function textOf(report: Report): string {
  const { fault, form, broken, seed, seconds, counts, promises } = report;
  const title = [fault, form, ...(broken === null ? [] : [`broken build: ${broken}`]), `seed ${seed}`];
  const width = Math.max(...promises.map(({ promise }) => promise.length));
  const lines = promises.flatMap((one) => [
    `  ${one.broken.length === 0 ? 'holds ' : 'BROKEN'}  ${one.promise.padEnd(width)}  ` +
      `${String(one.checked).padStart(7)} looked at, ${one.broken.length} wrong`,
    ...one.broken.slice(0, EXAMPLES).map((words) => `            ${words}`),
  ]);
  const did = Object.entries(counts).map(([what, count]) => `${what}: ${count}`);
  return [`${title.join(' · ')} · ${seconds.toFixed(0)} s`, ...lines, `  ${did.join(' · ')}`, ''].join('\n');
}

/** Writes the figures where they can be read again; the file is not committed. */
export function keepReports(reports: readonly Report[]): void {
  const directory = fileURLToPath(new URL('../results/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}latest.json`, `${JSON.stringify(reports, null, 2)}\n`);
}
