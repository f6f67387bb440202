import { sql } from 'kysely';
import type { Transaction } from '../database/database.ts';
import type { Desk } from '../desk.ts';

/** Notes in the log that a department's name, policy or addresses changed. Belongs into the transaction of the change. */
export async function appendDepartmentEvent(
  trx: Transaction,
  desk: Pick<Desk, 'epoch'>,
  change: { departmentId: string; actorId: string | null },
): Promise<void> {
  await sql`
    insert into event (epoch, type, department_id, actor_id)
    values (${desk.epoch}, 'department.changed', ${change.departmentId}, ${change.actorId})`.execute(trx);
}
