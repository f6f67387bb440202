import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartOf } from './chart.ts';
import { resultsDirectory, writeReport, type Report, type Row } from './report.ts';

/** The sizes whose figures stand in docs/performance.md, and the names of their files in `bench/results`. */
export const keptSizes: readonly { tickets: number; name: string }[] = [
  { tickets: 10_000, name: '10k' },
  { tickets: 100_000, name: '100k' },
  { tickets: 1_000_000, name: '1m' },
];

const chart = fileURLToPath(new URL('../../docs/pictures/performance.svg', import.meta.url));

/** The figures kept of a size; null: there are none. */
export function readKept(tickets: number): Report | null {
  const name = keptSizes.find((size) => size.tickets === tickets)?.name;
  const file = `${resultsDirectory}${name}.json`;
  return name && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null;
}

/** Puts new rows in the place of older ones of the same workload and clients. The report as it stands now. */
export function keep(report: Report): Report {
  const name = keptSizes.find(({ tickets }) => tickets === report.tickets)?.name;
  if (!name) throw new Error(`Figures are kept of ${keptSizes.map(({ tickets }) => tickets).join(', ')} tickets.`);
  const others = (readKept(report.tickets)?.rows ?? []).filter((row) => !report.rows.some((one) => same(one, row)));
  const rows = inOrder([...others, ...report.rows]);
  const merged = { ...report, rows };
  writeReport(merged, name);
  return merged;
}

/** Draws the figures that are kept. */
export function draw(): string {
  const reports = keptSizes.flatMap(({ tickets }) => (tickets >= 100_000 ? (readKept(tickets) ?? []) : []));
  if (reports.length === 0)
    throw new Error('No figures of 100,000 or more tickets are kept: measure some with --keep.');
  mkdirSync(path.dirname(chart), { recursive: true });
  writeFileSync(chart, chartOf(reports));
  return chart;
}

export const inOrder = (rows: readonly Row[]) =>
  rows.toSorted((a, b) => a.workload.localeCompare(b.workload) || a.clients - b.clients);

const same = (a: Row, b: Row) => a.workload === b.workload && a.clients === b.clients;
