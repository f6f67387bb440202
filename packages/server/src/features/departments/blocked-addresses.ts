import { sql } from 'kysely';
import { blockedBy, blockEntries, blockEntry, isBlocked, presetOf, withBlocked, withoutBlocked } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { configureDepartment } from './configure-department.ts';
import type { DepartmentState } from './department-state.ts';
import { writePolicy } from './write-policy.ts';

export type BlockAddress = { departmentId: string; address: string };

const LONGEST = 20_000;

/**
 * Puts an address or a whole domain on `cc.blocklist`: it is never copied and never follows from now on. Whoever is CC or
 * follower already stays so until somebody removes them; `Cc.blocked` shows it.
 *
 * @throws Refusal INVALID for what is neither address nor domain, for a support address, for a domain of the desk's own
 *   people; NOT_FOUND, FORBIDDEN
 */
export async function blockAddress(desk: Desk, actor: Operator, input: BlockAddress) {
  return configureDepartment(desk, actor, input.departmentId, async (trx, department) => {
    const entry = entryOf(input.address);
    await requireOthers(trx, [entry], ['address']);
    const blocklist = withBlocked(department.policy.cc.blocklist, entry);
    if (blocklist === department.policy.cc.blocklist) return null;
    if (blocklist.length > LONGEST) throw refused('The block list is full: block whole domains instead of addresses.');
    await writeBlocklist(trx, actor, department, blocklist);
    return { action: 'address.blocked', old: null, new: { address: entry } };
  });
}

/** Takes it off the list. @throws Refusal NOT_FOUND when it is not on it, INVALID when only its domain is */
export async function unblockAddress(desk: Desk, actor: Operator, input: BlockAddress) {
  return configureDepartment(desk, actor, input.departmentId, async (trx, department) => {
    const entry = entryOf(input.address);
    const before = department.policy.cc.blocklist;
    const blocklist = withoutBlocked(before, entry);
    const covering = blockedBy(blocklist, entry);
    if (blocklist === withoutBlocked(before, '')) {
      if (covering !== null) throw refused(`${entry} is blocked with all of ${covering}: unblock that.`);
      throw Refusal.of('NOT_FOUND', `${entry} is not on the block list.`, ['address']);
    }
    await writeBlocklist(trx, actor, department, blocklist);
    return { action: 'address.unblocked', old: { address: entry }, new: null };
  });
}

function refused(message: string, field: readonly string[] = ['address']): Refusal {
  return Refusal.of('INVALID', message, [...field]);
}

/**
 * A whole block list given at once: what it has that the old one had not is checked as `blockAddress` checks it.
 *
 * @throws Refusal INVALID on `policy.cc.blocklist`
 */
export async function requireBlockable(trx: Transaction, before: string, blocklist: string): Promise<void> {
  const known = new Set(blockEntries(before));
  const added = blockEntries(blocklist).filter((entry) => !known.has(entry));
  const entries = added.map(blockEntry).filter((entry) => entry !== null);
  if (entries.length > 0) await requireOthers(trx, entries, ['policy', 'cc', 'blocklist']);
}

function entryOf(address: string): string {
  const entry = blockEntry(address);
  if (entry === null) {
    throw refused(`“${address}” is neither an address nor a domain: write it like name@example.com or example.com.`);
  }
  return entry;
}

/** Our own addresses are never copied anyhow, and a domain of ours would keep the whole team from following. */
async function requireOthers(trx: Transaction, entries: readonly string[], field: readonly string[]): Promise<void> {
  const endings = entries.map((entry) => `%${entry.replaceAll(/[\\%_]/gu, '\\$&')}`);
  const { rows } = await sql<{ canonical: string; ours: boolean }>`
    select a.canonical, a.department_id is not null as ours from address a
      left join person p on p.id = a.person_id
    where (a.department_id is not null or p.role <> 'END_USER' and p.state = 'ACTIVE')
      and a.canonical like any(${endings})`.execute(trx);
  for (const entry of entries) {
    const covered = rows.filter(({ canonical }) => isBlocked(canonical, entry));
    const support = covered.find(({ ours }) => ours);
    if (support)
      throw refused(`${support.canonical} is an address of the desk itself, and never copied anyhow.`, field);
    if (!entry.includes('@') && covered[0]) {
      throw refused(`${covered[0].canonical} is one of the team: block single addresses of ${entry} instead.`, field);
    }
  }
}

async function writeBlocklist(trx: Transaction, actor: Operator, department: DepartmentState, blocklist: string) {
  const policy = { ...department.policy, cc: { ...department.policy.cc, blocklist } };
  const preset = presetOf(policy);
  const basePreset = preset === 'CUSTOM' ? department.basePreset : preset;
  await writePolicy(trx, department.id, idOf(actor), { policy, preset, basePreset });
}
