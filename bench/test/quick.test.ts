import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { chartOf } from '../src/chart.ts';
import type { Report } from '../src/report.ts';
import { requireSame } from '../src/same-rows.ts';
import { markdownOf } from '../src/table.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
let table = '';
let report: Report;

beforeAll(async () => {
  table = (await promisify(execFile)(process.execPath, [at('../src/main.ts'), '--quick'])).stdout;
  report = JSON.parse(readFileSync(at('../results/latest.json'), 'utf8')) as Report;
});

it('has a row for each workload and number of clients, in the table and in the file', () => {
  const rows = ['W1 1', 'W1 16', 'W2 1', 'W2 16', 'W3 1', 'W3 16', 'W4 100', 'W5 16'];
  const there = report.rows.map(({ workload, clients }) => `${workload.slice(0, 2)} ${clients}`);
  expect(there).toEqual(expect.arrayContaining(rows));
  for (const { workload, ratio } of report.rows) {
    expect(table).toContain(workload);
    expect(table).toContain(ratio.toFixed(2));
  }
});

it('measures both sides of every ratio', () => {
  for (const row of report.rows) {
    for (const side of [row.desk, row.limit]) {
      expect(side.done, row.workload).toBeGreaterThan(0);
      expect(side.p50, row.workload).toBeGreaterThan(0);
      expect(side.p99, row.workload).toBeGreaterThanOrEqual(side.p50);
    }
    expect(Number.isFinite(row.ratio) && row.ratio > 0, row.workload).toBe(true);
    expect(Number.isFinite(row.p99Ratio) && row.p99Ratio > 0, row.workload).toBe(true);
  }
});

it('has compared what the desk and its limit read and write', () => {
  // An event, a comment and their ticket; a ticket with 20 comments, five CCs and three followers; a list.
  const rows: Record<string, number> = { W1: 3, W2: 29, W3: 50 };
  for (const { workload, limit } of report.rows) {
    const expected = rows[workload.slice(0, 2)];
    if (expected !== undefined) expect(limit.sameRows, workload).toBeGreaterThanOrEqual(expected);
  }
  expect(() => requireSame('W9', [{ name: 'Ada' }], [{ name: 'Ben' }])).toThrow(/W9: the desk and its limit differ/);
});

it('says how busy its own clients were', () => {
  for (const { workload, desk, limit } of report.rows) {
    if (workload.startsWith('W4')) continue;
    for (const { busy } of [desk, limit]) expect(busy, workload).toBeGreaterThan(0);
  }
});

it('makes of it the tables of the docs, and a chart with the targets', () => {
  const text = markdownOf(report);
  expect(text).toContain('### 1,000 tickets');
  expect(text).toMatch(/\| W1 post a comment \| 16 \|.*\*\*\d+\.\d\d\*\* \(≥ 0\.25\) \| \*\*\d+\.\d\*\* \(≤ 4\)/);
  const chart = chartOf([report, { ...report, tickets: 1_000_000 }]);
  expect(chart).toContain('1,000,000 tickets');
  expect(chart.match(/≥ 0\.\d+/g)?.length).toBeGreaterThanOrEqual(4);
  expect(chart.match(/<rect class="size1"/g)?.length).toBeGreaterThanOrEqual(5);
});

it('shows how many statements a request takes, within their budgets', () => {
  const most: Record<string, number> = { W1: 3, W2: 6, W3: 2 };
  for (const { workload, clients, statements } of report.rows) {
    const budget = most[workload.slice(0, 2)];
    if (budget === undefined) continue;
    expect(statements, workload).toBeGreaterThanOrEqual(1);
    // With several clients a write may meet another's, and is tried again. The live updates that a post has woken now and
    // then ask before its answer has left, and are counted with it.
    if (clients === 1) expect(Math.round(statements ?? Number.NaN), workload).toBeLessThanOrEqual(budget);
  }
});
