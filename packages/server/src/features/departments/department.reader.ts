import { sql, type RawBuilder } from 'kysely';
import { isStaff } from '@copydesk/rules';
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

/** Those with a help center, by name: to customers all, to staff their own. */
export async function listHelpCenters(db: Queries, viewer: Viewer): Promise<DepartmentState[]> {
  const { rows } = await sql<{ department: DepartmentState }>`
    select ${departmentJson} as department from department d
    where (d.policy #>> '{helpCenter,enabled}')::boolean and ${isStaff(viewer) ? worksIn(viewer) : sql`true`}
    order by d.name, d.id`.execute(db);
  return rows.map((row) => row.department);
}

/** The departments somebody works in, by name: an admin's are all. */
export async function listDepartments(db: Queries, viewer: Viewer): Promise<DepartmentState[]> {
  const { rows } = await sql<{ department: DepartmentState }>`
    select ${departmentJson} as department from department d where ${worksIn(viewer)} order by d.name, d.id`.execute(
    db,
  );
  return rows.map((row) => row.department);
}

function worksIn({ role, departmentIds }: Viewer): RawBuilder<boolean> {
  return role === 'ADMIN' ? sql`true` : sql`d.id = any(${[...departmentIds]}::uuid[])`;
}
