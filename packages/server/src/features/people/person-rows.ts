import { sql } from 'kysely';
import type { Role } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import { Refusal } from '../../platform/refusal.ts';

/** Puts a person into exactly these departments. @throws Refusal INVALID for customers, NOT_FOUND for an unknown one */
export async function writeMemberships(
  trx: Transaction,
  personId: string,
  role: Role,
  departmentIds: readonly string[],
): Promise<void> {
  if (role === 'END_USER' && departmentIds.length > 0) {
    throw Refusal.of('INVALID', 'Customers work in no department: leave them out, or choose a role.', [
      'departmentIds',
    ]);
  }
  const ids = [...new Set(departmentIds)];
  await sql`delete from department_member where person_id = ${personId} and department_id <> all(${ids}::uuid[])`.execute(
    trx,
  );
  const { rows } = await sql<{ known: number }>`
    with added as (insert into department_member (person_id, department_id)
      select ${personId}, d.id from department d where d.id = any(${ids}::uuid[])
      on conflict do nothing)
    select count(*)::int as known from department d where d.id = any(${ids}::uuid[])`.execute(trx);
  if (rows[0]?.known !== ids.length) throw Refusal.of('NOT_FOUND', 'There is no such department.', ['departmentIds']);
}

/** The organization of that name, made when it is new; null for no name. */
export async function organizationNamed(trx: Transaction, name: string | null): Promise<string | null> {
  const wanted = name?.trim() ?? '';
  if (wanted === '') return null;
  const { rows } = await sql<{ id: string }>`
    insert into organization (name) values (${wanted})
    on conflict (name) do update set name = excluded.name returning id`.execute(trx);
  return rows[0]?.id ?? null;
}

/** @throws Refusal INVALID */
export function checkedName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > 200) throw Refusal.of('INVALID', 'A name has 1 to 200 characters.', ['name']);
  return name;
}
