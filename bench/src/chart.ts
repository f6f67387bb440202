import type { Report, Row } from './report.ts';
import { targets, type Target } from './targets.ts';

const [WIDTH, LEFT, RIGHT, TOP, BAR, GAP] = [760, 190, 40, 74, 16, 22];

/** Two colours that keep apart in black and white, too; the rest follows the page's light or dark. */
const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 } .small { font-size: 11px; fill: #59636e }
  .axis { stroke: #d1d9e0; stroke-width: 1 } .target { stroke: #b3261e; stroke-width: 2 } .wanted { fill: #b3261e; font-size: 11px }
  .size0 { fill: #0b63ce } .size1 { fill: #7db4f5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .axis { stroke: #3d444d }
    .target { stroke: #ff8b80 } .wanted { fill: #ff8b80 } .size0 { fill: #4c9bff } .size1 { fill: #1f5da8 }
  }`;

/**
 * How much of its physical limit the desk reaches, each workload beside its target, as an SVG: a bar for each report (one
 * of 100,000 tickets, one of a million).
 */
export function chartOf(reports: readonly Report[]): string {
  const shown = targets.filter((target) => reports.some((report) => rowOf(report, target)));
  const most = Math.max(1, ...shown.flatMap((target) => reports.map((report) => rowOf(report, target)?.ratio ?? 0)));
  const end = Math.ceil(most * 5) / 5;
  const x = (ratio: number) => LEFT + (ratio / end) * (WIDTH - LEFT - RIGHT);
  const step = reports.length * BAR + GAP;
  const bottom = TOP + shown.length * step;
  const marks = Array.from({ length: Math.round(end * 5) + 1 }, (_, at) => at / 5);
  const parts = [
    `<title>How much of its physical limit the desk reaches</title>`,
    `<style>${style}</style>`,
    `<text class="title" x="16" y="26">The desk’s rate as a part of its physical limit’s</text>`,
    ...legend(reports),
    ...marks.map(
      (mark) => `<line class="axis" x1="${px(x(mark))}" y1="${TOP - 8}" x2="${px(x(mark))}" y2="${bottom}"/>`,
    ),
    ...marks.map(
      (mark) =>
        `<text class="small" text-anchor="middle" x="${px(x(mark))}" y="${bottom + 16}">${mark.toFixed(1)}</text>`,
    ),
    ...shown.flatMap((target, at) => group(reports, target, TOP + at * step, x)),
    `<text class="small" x="16" y="${bottom + 36}">${footer(reports)}</text>`,
  ];
  const height = bottom + 48;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
${parts.join('\n')}
</svg>
`;
}

function legend(reports: readonly Report[]): string[] {
  const sizes = reports.map(({ tickets }, at) => {
    const from = 16 + at * 150;
    return (
      `<rect class="size${at}" x="${from}" y="40" width="12" height="12" rx="2"/>` +
      `<text class="small" x="${from + 18}" y="50">${tickets.toLocaleString('en')} tickets</text>`
    );
  });
  const from = 16 + reports.length * 150;
  return [
    ...sizes,
    `<line class="target" x1="${from + 6}" y1="39" x2="${from + 6}" y2="53"/><text class="small" x="${from + 18}" y="50">target</text>`,
  ];
}

function group(reports: readonly Report[], target: Target, top: number, x: (ratio: number) => number): string[] {
  const label = `<text x="16" y="${top + 13}">${target.workload}</text>`;
  const who = target.workload.startsWith('W4') ? 'watchers' : 'clients';
  const under = `<text class="small" x="16" y="${top + 28}">${target.clients.toLocaleString('en')} ${who}</text>`;
  const bars = reports.flatMap((report, at) => {
    const row = rowOf(report, target);
    if (!row) return [];
    const y = top + at * BAR;
    return [
      `<rect class="size${at}" x="${LEFT}" y="${y}" width="${px(x(row.ratio) - LEFT)}" height="${BAR - 3}" rx="2"/>`,
      `<text class="small" x="${px(afterBar(x(row.ratio), x(target.atLeast)))}" y="${y + 10}">${row.ratio.toFixed(2)}</text>`,
    ];
  });
  const at = px(x(target.atLeast));
  const bottom = top + reports.length * BAR;
  const line = `<line class="target" x1="${at}" y1="${top - 3}" x2="${at}" y2="${bottom}"/>`;
  const wanted = `<text class="wanted" text-anchor="middle" x="${at}" y="${bottom + 11}">≥ ${target.atLeast}</text>`;
  return [label, under, ...bars, line, wanted];
}

/** Where a bar's number begins: beside its end, and not on the target's line. */
function afterBar(end: number, line: number): number {
  return line > end - 2 && line < end + 36 ? Math.max(end, line) + 6 : end + 6;
}

const rowOf = (report: Report, { workload, clients }: Target): Row | undefined =>
  report.rows.find((row) => row.workload === workload && row.clients === clients);

function footer(reports: readonly Report[]): string {
  const days = [...new Set(reports.flatMap(({ rows }) => rows.map(({ date }) => date.slice(0, 10))))].toSorted();
  return `pnpm bench · ${days.join(', ')} · ${reports[0]?.machine.replaceAll('&', '&amp;').replaceAll('<', '&lt;') ?? ''}`;
}

const px = (value: number) => Math.round(value * 10) / 10;
