import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { departmentJson, type DepartmentState } from './department-state.ts';

/** What a statement selects of a row's department: `d.id as "departmentId", d.revision as "departmentRevision"`. */
export type OfDepartment = { departmentId: string; departmentRevision: string };

/** By id, as it was last read. A revision is never given twice, in whichever database: what is kept here cannot be outdated. */
const known = new Map<string, { revision: string; state: DepartmentState }>();

/**
 * The departments of rows, by id. A revision that has been seen is not read again: what a department is takes longer to
 * write and to read than most rows that name it. They are shared and frozen.
 */
export async function departmentsOf(
  db: Queries,
  rows: readonly OfDepartment[],
): Promise<ReadonlyMap<string, DepartmentState>> {
  const found = new Map<string, DepartmentState>();
  const missing = new Set<string>();
  for (const { departmentId, departmentRevision } of rows) {
    const one = known.get(departmentId);
    if (one?.revision === departmentRevision) found.set(departmentId, one.state);
    else missing.add(departmentId);
  }
  if (missing.size === 0) return found;
  const read = await sql<{ state: DepartmentState; revision: string }>`
    select d.revision, ${departmentJson} as state from department d
    where d.id = any(${[...missing]}::uuid[])`.execute(db);
  for (const { state, revision } of read.rows) {
    known.set(state.id, { revision, state: frozen(state) });
    found.set(state.id, state);
  }
  return found;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
