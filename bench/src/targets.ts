import type { Row } from './report.ts';

/** What a ratio is meant to be: at least so much of the limit's rate, with a p99 of at most so many times the limit's. */
export type Target = { workload: string; clients: number; atLeast: number; p99AtMost?: number };

/** With 16 clients, and 100,000 tickets. */
export const targets: readonly Target[] = [
  { workload: 'W1 post a comment', clients: 16, atLeast: 0.25, p99AtMost: 4 },
  { workload: 'W2 open a ticket', clients: 16, atLeast: 0.2, p99AtMost: 5 },
  { workload: 'W3 list 50 tickets', clients: 16, atLeast: 0.45 },
  { workload: 'W4 push', clients: 1_000, atLeast: 0.8, p99AtMost: 1.3 },
  { workload: 'W4 push', clients: 5_000, atLeast: 0.8, p99AtMost: 1.3 },
  { workload: 'W5 take mail in', clients: 16, atLeast: 0.25 },
];

/** At a million tickets a list comes at least so often as at a hundred thousand. */
export const LIST_AT_A_MILLION = 0.9;

export function targetOf({ workload, clients }: Pick<Row, 'workload' | 'clients'>): Target | undefined {
  return targets.find((target) => target.workload === workload && target.clients === clients);
}
