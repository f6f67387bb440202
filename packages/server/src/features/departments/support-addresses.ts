import { sql } from 'kysely';
import { canonicalAddress } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Operator } from '../../platform/viewer.ts';
import { configureDepartment } from './configure-department.ts';

export type SupportAddress = { departmentId: string; address: string };

/**
 * Makes an address one that mail to the department is sent to.
 *
 * @throws Refusal INVALID for what is no address, for one with a `+` (the desk's reply addresses need that), and for one
 *   that belongs to somebody already, who is named
 */
export async function addSupportAddress(desk: Desk, actor: Operator, input: SupportAddress) {
  return configureDepartment(desk, actor, input.departmentId, async (trx, department) => {
    const address = checkedAddress(input.address, ['address']);
    if (department.supportAddresses.includes(address)) return null;
    await takeSupportAddress(trx, department.id, address, ['address']);
    return { action: 'support_address.added', old: null, new: { address } };
  });
}

/** @throws Refusal INVALID for the last address: without one the department could answer nobody; NOT_FOUND */
export async function removeSupportAddress(desk: Desk, actor: Operator, input: SupportAddress) {
  return configureDepartment(desk, actor, input.departmentId, async (trx, department) => {
    const address = canonicalAddress(input.address);
    if (!department.supportAddresses.includes(address)) {
      throw Refusal.of('NOT_FOUND', `${address} is no support address of ${department.name}.`, ['address']);
    }
    if (department.supportAddresses.length === 1) {
      const message = `${address} is the only address that ${department.name} can write from: add another one first.`;
      throw Refusal.of('INVALID', message, ['address']);
    }
    await sql`delete from address where canonical = ${address} and department_id = ${department.id}`.execute(trx);
    return { action: 'support_address.removed', old: { address }, new: null };
  });
}

/** @throws Refusal INVALID: what is no address, or cannot carry a reply token */
export function checkedAddress(text: string, field: string[]): string {
  const address = canonicalAddress(text);
  if (address.length > 254 || !/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(address)) {
    throw Refusal.of('INVALID', `"${text}" is not an e-mail address.`, field);
  }
  if (address.slice(0, address.lastIndexOf('@')).includes('+')) {
    throw Refusal.of('INVALID', 'A support address has no "+": reply addresses are made by adding one.', field);
  }
  return address;
}

/** Gives a department an address that nobody has; the first one is that which mail is sent from. */
export async function takeSupportAddress(
  trx: Transaction,
  departmentId: string,
  address: string,
  field: string[],
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into address (canonical, department_id, is_primary)
    select ${address}, ${departmentId}, not exists (select 1 from address where department_id = ${departmentId})
    on conflict (canonical) do nothing`.execute(trx);
  if (numAffectedRows === 1n) return;
  throw Refusal.of('INVALID', `${address} belongs already to ${await ownerOf(trx, address)}.`, field);
}

async function ownerOf(trx: Transaction, address: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select coalesce('the department ' || d.name, p.name, 'somebody') as name
    from address a left join department d on d.id = a.department_id left join person p on p.id = a.person_id
    where a.canonical = ${address}`.execute(trx);
  return rows[0]?.name ?? 'somebody';
}
