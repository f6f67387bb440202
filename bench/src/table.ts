import type { Further, Report, Row } from './report.ts';
import { targetOf } from './targets.ts';

type Column = readonly [title: string, show: (row: Row) => string];

const percent = (share: number | undefined) => (share === undefined ? '–' : (share * 100).toFixed(0));
const hour = (date: string) => date.slice(11, 16);

const columns: readonly Column[] = [
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
  ['statements', (row) => row.statements?.toFixed(2) ?? '–'],
  ['CPU ms', (row) => row.cpu.server.toFixed(2)],
  ['SQL CPU ms', (row) => row.cpu.postgres?.toFixed(2) ?? '–'],
  ['client %', (row) => `${percent(row.desk.busy)}/${percent(row.limit.busy)}`],
];

/** The table, for people at a terminal. */
export function tableOf(report: Report): string {
  const { rows } = report;
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, show]) => show(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]!.length)));
  const lines = cells.map((line) =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
  );
  const limits = [...new Set(rows.map((row) => `${row.workload.split(' ')[0]}: ${row.limit.name}`))];
  const about = [
    report.command,
    report.date,
    report.machine,
    loadsOf(rows),
    report.setting,
    `${report.tickets} tickets`,
  ];
  return [...lines, '', 'Limits, in the same run:', ...limits, '', ...notesOf(rows), about.join(' · ')].join('\n');
}

function notesOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ workload, clients, mails, more = [] }) => [
    ...(mails === undefined
      ? []
      : [
          `${workload}, ${clients} clients: at a round's end the mails of ${mails.unread} events were unwritten; ` +
            `${mails.perSecond.toFixed(0)} a second follow`,
        ]),
    ...more.map(
      ({ what, unit, desk, limit }) =>
        `${workload}, ${clients} clients: ${what}: ${desk.toFixed(1)} ${unit}, ${limit.toFixed(1)} ${unit}; ` +
        `× ${(desk / limit).toFixed(2)}`,
    ),
  ]);
}

function loadsOf(rows: readonly Row[]): string {
  const loads = rows.map(({ load }) => load);
  return `load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
}

const inDocs: readonly Column[] = [
  ...columns.slice(0, 8),
  ['ratio', (row) => beside(row.ratio.toFixed(2), '≥', targetOf(row)?.atLeast)],
  ['p99 ×', (row) => beside(row.p99Ratio.toFixed(1), '≤', targetOf(row)?.p99AtMost)],
  ...columns.slice(10),
  ['at', (row) => hour(row.date)],
];

/** A figure with its target in brackets. */
const beside = (figure: string, sign: string, target: number | undefined) =>
  target === undefined ? figure : `**${figure}** (${sign} ${target})`;

/** The tables, for docs/performance.md. */
export function markdownOf(report: Report): string {
  const { rows, tickets } = report;
  const days = [...new Set(rows.map(({ date }) => date.slice(0, 10)))].join(' and ');
  const about = `\`${report.command}\`, ${days} (UTC), ${report.machine}, ${report.setting}; ${loadsOf(rows)}.`;
  const further = rows.flatMap((row) => (row.more ?? []).map((one) => ({ row, one })));
  const parts = [`### ${tickets.toLocaleString('en')} tickets`, about, lined(inDocs, rows)];
  if (further.length > 0) parts.push(lined(furtherColumns, further));
  return parts.join('\n\n');
}

type FurtherRow = { row: Row; one: Further };

const furtherColumns: readonly (readonly [string, (of: FurtherRow) => string])[] = [
  ['workload', ({ row }) => row.workload],
  ['clients', ({ row }) => String(row.clients)],
  ['', ({ one }) => one.what],
  ['desk', ({ one }) => `${one.desk.toFixed(1)} ${one.unit}`],
  ['limit', ({ one }) => `${one.limit.toFixed(1)} ${one.unit}`],
  ['ratio', ({ one }) => ratioOf(one)],
];

function ratioOf({ desk, limit, atMost, atLeast }: Further): string {
  const ratio = (desk / limit).toFixed(2);
  return atMost === undefined ? beside(ratio, '≥', atLeast) : beside(ratio, '≤', atMost);
}

/** Words to the left, numbers to the right. */
function lined<T>(of: readonly (readonly [string, (row: T) => string])[], rows: readonly T[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const titles = of.map(([title]) => title);
  const sides = titles.map((title) => (title === 'workload' || title === '' ? '---' : '--:'));
  return [line(titles), line(sides), ...rows.map((row) => line(of.map(([, show]) => show(row))))].join('\n');
}
