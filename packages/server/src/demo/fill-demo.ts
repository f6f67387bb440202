import { sql } from 'kysely';
import { changeDepartment, createDepartment } from '../features/departments/index.ts';
import { createPerson, partyJson } from '../features/people/index.ts';
import type { Party } from '@copydesk/rules';
import type { Desk } from '../platform/desk.ts';
import type { Viewer } from '../platform/viewer.ts';
import { demoAccounts } from './demo-accounts.ts';
import { tellStories } from './demo-stories.ts';

const departments = [
  { name: 'Claims', slug: 'claims', preset: 'COPYDESK', supportAddresses: ['claims@desk.example.com'] },
  { name: 'Billing', slug: 'billing', preset: 'LIVEAGENT', supportAddresses: ['billing@desk.example.com'] },
] as const;

/**
 * Fills a desk without tickets with a small demo: two departments, a team, and mails that the rules decide. What an
 * interrupted start has made already is taken up again.
 */
export async function fillDemo(desk: Desk): Promise<void> {
  const told = await desk.db.selectFrom('ticket').select('id').limit(1).executeTakeFirst();
  if (told) return;
  const ids: Record<string, string> = {};
  for (const department of departments) {
    const departmentId =
      (await departmentOf(desk, department.slug)) ??
      (await createDepartment(desk, 'COMMAND_LINE', department)).departmentId;
    const change = { departmentId, policy: { cc: { enabled: true } }, confirmCc: true };
    await changeDepartment(desk, 'COMMAND_LINE', change);
    ids[department.slug] = departmentId;
  }
  const team: Viewer[] = [];
  for (const { departments: slugs, ...account } of demoAccounts) {
    const departmentIds = slugs.flatMap((slug) => ids[slug] ?? []);
    const personId =
      (await personOf(desk, account.email)) ??
      (await createPerson(desk, 'COMMAND_LINE', { ...account, departmentIds })).personId;
    team.push(await asViewer(desk, personId));
  }
  const { claims, billing } = ids;
  const [ada, ben, fay, lee] = team;
  if (claims && billing && ada && ben && fay && lee) await tellStories(desk, { claims, billing, ada, ben, fay, lee });
}

async function departmentOf({ db }: Desk, slug: string): Promise<string | null> {
  const row = await db.selectFrom('department').select('id').where('slug', '=', slug).executeTakeFirst();
  return row?.id ?? null;
}

async function personOf({ db }: Desk, address: string): Promise<string | null> {
  const row = await db.selectFrom('address').select('person_id').where('canonical', '=', address).executeTakeFirst();
  return row?.person_id ?? null;
}

async function asViewer(desk: Desk, personId: string): Promise<Viewer> {
  const { rows } = await sql<{ party: Party }>`
    select ${partyJson('p')} as party from person p where p.id = ${personId}`.execute(desk.db);
  const [row] = rows;
  if (!row) throw new Error('A person of the demo is gone.');
  return { ...row.party, accessVersion: 1, door: { kind: 'SESSION', id: personId } };
}
