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

/** Fills an empty desk with a small demo: two departments, a team, and mails that the rules decide. */
export async function fillDemo(desk: Desk): Promise<void> {
  const someone = await desk.db.selectFrom('person').select('id').limit(1).executeTakeFirst();
  if (someone) return;
  const ids = new Map<string, string>();
  for (const department of departments) {
    const { departmentId } = await createDepartment(desk, 'COMMAND_LINE', department);
    const change = { departmentId, policy: { cc: { enabled: true } }, confirmCc: true };
    await changeDepartment(desk, 'COMMAND_LINE', change);
    ids.set(department.slug, departmentId);
  }
  const team = new Map<string, Viewer>();
  for (const { departments: slugs, ...account } of demoAccounts) {
    const departmentIds = slugs.flatMap((slug) => ids.get(slug) ?? []);
    const { personId } = await createPerson(desk, 'COMMAND_LINE', { ...account, departmentIds });
    team.set(account.email, await asViewer(desk, personId));
  }
  await tellStories(desk, {
    claims: ids.get('claims')!,
    billing: ids.get('billing')!,
    ada: team.get('ada@desk.example.com')!,
    ben: team.get('ben@desk.example.com')!,
    fay: team.get('fay@desk.example.com')!,
    lee: team.get('lee@desk.example.com')!,
  });
}

async function asViewer(desk: Desk, personId: string): Promise<Viewer> {
  const { rows } = await sql<{ party: Party }>`
    select ${partyJson('p')} as party from person p where p.id = ${personId}`.execute(desk.db);
  return { ...rows[0]!.party, accessVersion: 1, door: { kind: 'SESSION', id: personId } };
}
