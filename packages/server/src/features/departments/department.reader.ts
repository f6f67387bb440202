import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { departmentJson, type DepartmentState } from './department-state.ts';

/** Departments; null where there is none. Every member of staff may know them all. */
export const departmentById = defineRowLoader<string, DepartmentState | null>(async (ids, { db }) => {
  const { rows } = await sql<{ department: DepartmentState }>`
    select ${departmentJson} as department from department d where d.id = any(${[...ids]}::uuid[])`.execute(db);
  return inOrderOf(
    ids,
    rows.map((row) => row.department),
    (department) => department.id,
  );
});

/** Those that have a help center, by name. */
export async function listHelpCenters(db: Queries): Promise<DepartmentState[]> {
  const { rows } = await sql<{ department: DepartmentState }>`
    select ${departmentJson} as department from department d
    where (d.policy #>> '{helpCenter,enabled}')::boolean order by d.name, d.id`.execute(db);
  return rows.map((row) => row.department);
}

/** The departments somebody works in, by name: an admin's are all. */
export async function listDepartments(db: Queries, viewer: Viewer): Promise<DepartmentState[]> {
  const theirs = viewer.role === 'ADMIN' ? sql`true` : sql`d.id = any(${[...viewer.departmentIds]}::uuid[])`;
  const { rows } = await sql<{ department: DepartmentState }>`
    select ${departmentJson} as department from department d where ${theirs} order by d.name, d.id`.execute(db);
  return rows.map((row) => row.department);
}
