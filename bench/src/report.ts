import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figures } from './measure.ts';

/** Of the mails: events of the log that they had not come to at a round's end, and events a second that they take on. */
export type Backlog = { unread: number; perSecond: number };

export type Row = {
  workload: string;
  /** What is counted per second: requests, frames delivered, or mails that became comments. */
  unit: 'requests' | 'deliveries' | 'mails';
  clients: number;
  desk: Figures;
  /** `sameRows`: so many rows of both were compared before they were measured, and are the same. */
  limit: Figures & { name: string; sameRows?: number };
  /** The desk's rate by the limit's, and its p99 by the limit's. */
  ratio: number;
  p99Ratio: number;
  /** Of one request, authentication included; null for a push. */
  statements: number | null;
  /** Milliseconds of CPU of one request (of one event, for a push), work in the background included. */
  cpu: { server: number; postgres: number | null };
  mails?: Backlog;
  more?: readonly Further[];
  /** When it was measured, and how busy the machine was over the last minute (the measurement's own load included). */
  date: string;
  load: number;
};

/** Another figure, beside that of the limit; `atMost` and `atLeast` say what the desk's by the limit's is meant to be. */
export type Further = {
  what: string;
  unit: string;
  desk: number;
  limit: number;
  atMost?: number;
  atLeast?: number;
};

export type Report = {
  /** Of the latest of its rows. */
  date: string;
  command: string;
  machine: string;
  setting: string;
  tickets: number;
  rows: Row[];
};

export function rowOf(row: Omit<Row, 'ratio' | 'p99Ratio' | 'date' | 'load'>): Row {
  const [load = Number.NaN] = os.loadavg();
  const { desk, limit } = row;
  const ratios = { ratio: desk.perSecond / limit.perSecond, p99Ratio: desk.p99 / limit.p99 };
  return { ...row, ...ratios, date: new Date().toISOString(), load };
}

export function reportOf(rows: Row[], from: { args: readonly string[]; tickets: number; postgres: string }): Report {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString(),
    command: ['pnpm bench', ...from.args].join(' '),
    machine: `${os.cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GB`,
    setting: `Node ${process.versions.node}, PostgreSQL ${from.postgres}, fsync on, clients on the same machine`,
    tickets: from.tickets,
    rows,
  };
}

export const resultsDirectory = fileURLToPath(new URL('../results/', import.meta.url));

/** Writes the figures where they can be read again. */
export function writeReport(report: Report, name: string): void {
  mkdirSync(resultsDirectory, { recursive: true });
  writeFileSync(`${resultsDirectory}${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
}
