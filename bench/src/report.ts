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
  limit: Figures & { name: string };
  /** The desk's rate by the limit's, and its p99 by the limit's. */
  ratio: number;
  p99Ratio: number;
  /** Of one request, authentication included; null for a push. */
  statements: number | null;
  /** Milliseconds of CPU of one request (of one event, for a push), work in the background included. */
  cpu: { server: number; postgres: number | null };
  mails?: Backlog;
  /** Bytes of memory of one idle subscriber: the desk's, and of a bare socket. */
  memory?: { desk: number; limit: number };
};

export type Report = { date: string; command: string; machine: string; setting: string; tickets: number; rows: Row[] };

export function rowOf(row: Omit<Row, 'ratio' | 'p99Ratio'>): Row {
  return { ...row, ratio: row.desk.perSecond / row.limit.perSecond, p99Ratio: row.desk.p99 / row.limit.p99 };
}

export function reportOf(rows: Row[], from: { args: readonly string[]; tickets: number; postgres: string }): Report {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString(),
    command: ['pnpm bench', ...from.args].join(' '),
    machine: `${os.cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GB, load ${os.loadavg()[0]?.toFixed(1)}`,
    setting: `Node ${process.versions.node}, PostgreSQL ${from.postgres}, fsync on, clients on the same machine`,
    tickets: from.tickets,
    rows,
  };
}

const columns: readonly [string, (row: Row) => string][] = [
  ['workload', (row) => row.workload],
  ['clients', (row) => String(row.clients)],
  ['desk /s', (row) => row.desk.perSecond.toFixed(0)],
  ['p50 ms', (row) => row.desk.p50.toFixed(2)],
  ['p99 ms', (row) => row.desk.p99.toFixed(2)],
  ['limit /s', (row) => row.limit.perSecond.toFixed(0)],
  ['p50 ms', (row) => row.limit.p50.toFixed(2)],
  ['p99 ms', (row) => row.limit.p99.toFixed(2)],
  ['ratio', (row) => row.ratio.toFixed(2)],
  ['p99 ×', (row) => row.p99Ratio.toFixed(1)],
  ['statements', (row) => row.statements?.toFixed(2) ?? '-'],
  ['CPU ms', (row) => row.cpu.server.toFixed(2)],
  ['SQL CPU ms', (row) => row.cpu.postgres?.toFixed(2) ?? '-'],
];

/** The table, for people. */
export function tableOf({ rows, ...report }: Report): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, show]) => show(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]!.length)));
  const lines = cells.map((line) =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
  );
  const limits = [...new Set(rows.map((row) => `${row.workload.split(' ')[0]}: ${row.limit.name}`))];
  const notes = rows.flatMap(({ workload, clients, mails, memory }) => [
    ...(mails === undefined
      ? []
      : [
          `${workload}, ${clients} clients: at a round's end the mails of ${mails.unread} events were unwritten; ` +
            `${mails.perSecond.toFixed(0)} a second follow`,
        ]),
    ...(memory === undefined
      ? []
      : [`${workload}: ${kilobytes(memory.desk)} an idle subscriber, ${kilobytes(memory.limit)} a bare socket`]),
  ]);
  const about = [report.command, report.date, report.machine, report.setting, `${report.tickets} tickets`];
  return [...lines, '', 'Limits, in the same run:', ...limits, '', ...notes, about.join(' · ')].join('\n');
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

/** Writes the figures where they can be read again; the file is not committed. */
export function keepReport(report: Report): void {
  const directory = fileURLToPath(new URL('../results/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}latest.json`, `${JSON.stringify(report, null, 2)}\n`);
}
