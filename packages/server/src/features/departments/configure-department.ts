import { sql } from 'kysely';
import { may } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { appendDepartmentEvent } from '../../platform/events/append-department-event.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { appendAudit } from '../audit/index.ts';
import { departmentJson, type DepartmentState } from './department-state.ts';

/** `effects`: what it does, in sentences for the admin. */
export type DepartmentChange = { action: string; old: unknown; new: unknown; effects?: string[] };

/**
 * One change of a department by an admin: `change` gets the department, locked, and returns what it changed (null:
 * nothing), which is noted in the audit and told to those who watch, all in one transaction.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, and what `change` throws
 */
export async function configureDepartment(
  desk: Desk,
  actor: Operator,
  departmentId: string,
  change: (trx: Transaction, department: DepartmentState) => Promise<DepartmentChange | null>,
): Promise<{ departmentId: string; effects: string[] }> {
  requireConfigurer(actor, departmentId);
  const actorId = idOf(actor);
  const effects = await desk.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ department: DepartmentState }>`
      select ${departmentJson} as department from department d where d.id = ${departmentId} for update of d`.execute(
      trx,
    );
    if (!rows[0]) throw noSuchDepartment();
    const changed = await change(trx, rows[0].department);
    if (!changed) return [];
    const { effects: said = [], ...entry } = changed;
    await appendAudit(trx, { actorId, subjectKind: 'DEPARTMENT', subjectId: departmentId, ...entry });
    await appendDepartmentEvent(trx, desk, { departmentId, actorId });
    return said;
  });
  desk.wake([]);
  return { departmentId, effects };
}

/** @throws Refusal FORBIDDEN to staff who may know of the department, NOT_FOUND to everybody else who is no admin */
export function requireConfigurer(actor: Operator, departmentId?: string): void {
  if (actor === 'COMMAND_LINE') return;
  const subject = departmentId === undefined ? {} : { departmentId };
  if (may(actor, 'department.configure', subject)) return;
  if (!may(actor, 'department.read', subject)) throw noSuchDepartment();
  throw Refusal.of('FORBIDDEN', 'Departments are configured by admins.');
}

function noSuchDepartment(): Refusal {
  return Refusal.of('NOT_FOUND', 'There is no such department.', ['departmentId']);
}
