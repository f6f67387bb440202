import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chartOf } from './chart.ts';
import { resultsDirectory, writeReport, type Report, type Row } from './report.ts';
import { markdownOf } from './table.ts';
import { LIST_AT_A_MILLION } from './targets.ts';

/** The sizes whose figures stand in docs/performance.md, and the names of their files in `bench/results`. */
export const keptSizes: readonly { tickets: number; name: string }[] = [
  { tickets: 10_000, name: '10k' },
  { tickets: 100_000, name: '100k' },
  { tickets: 1_000_000, name: '1m' },
];

const chart = fileURLToPath(new URL('../../docs/pictures/performance.svg', import.meta.url));
const docs = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
/** In the docs, the tables stand between them. */
const MARKS = ['<!-- figures -->', '<!-- end of figures -->'] as const;

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
  const command = `pnpm bench --tickets ${report.tickets} --data DIRECTORY --keep`;
  const merged = { ...report, command, rows };
  writeReport(merged, name);
  return merged;
}

/** Draws the figures that are kept, and puts their tables into docs/performance.md. What it has written. */
export function draw(): string {
  const reports = keptSizes.flatMap(({ tickets }) => (tickets >= 100_000 ? (readKept(tickets) ?? []) : []));
  if (reports.length === 0)
    throw new Error('No figures of 100,000 or more tickets are kept: measure some with --keep.');
  writeFileSync(chart, chartOf(reports));
  const text = readFileSync(docs, 'utf8');
  const [before, after] = [text.indexOf(MARKS[0]), text.indexOf(MARKS[1])];
  if (before < 0 || after < before) throw new Error(`${docs} has no ${MARKS.join(' … ')}.`);
  const tables = [...reports.map(markdownOf), ...sizesBeside(reports)].join('\n\n');
  writeFileSync(docs, `${text.slice(0, before + MARKS[0].length)}\n\n${tables}\n\n${text.slice(after)}`);
  return `${chart}\n${docs}`;
}

/** A list at a million tickets beside itself at a hundred thousand. */
function sizesBeside(reports: readonly Report[]): string[] {
  const [smaller, larger] = reports.map(({ rows }) =>
    rows.find(({ workload, clients }) => workload.startsWith('W3') && clients === 16),
  );
  if (!smaller || !larger) return [];
  const ratio = (larger.desk.perSecond / smaller.desk.perSecond).toFixed(2);
  return [`W3 with 16 clients at 1,000,000 tickets by itself at 100,000: **${ratio}** (≥ ${LIST_AT_A_MILLION}).`];
}

export const inOrder = (rows: readonly Row[]) =>
  rows.toSorted((a, b) => a.workload.localeCompare(b.workload) || a.clients - b.clients);

const same = (a: Row, b: Row) => a.workload === b.workload && a.clients === b.clients;
