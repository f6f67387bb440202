import { sql } from 'kysely';
import { v7 } from 'uuid';
import { applyPreset, defaultTriggers, freshPolicy, type Preset } from '@copydesk/rules';
import { violatedConstraint } from '../../platform/database/violation.ts';
import type { Desk } from '../../platform/desk.ts';
import { appendDepartmentEvent } from '../../platform/events/append-department-event.ts';
import { keyedId } from '../../platform/keyed-id.ts';
import { Refusal } from '../../platform/refusal.ts';
import { idOf, type Operator } from '../../platform/viewer.ts';
import { appendAudit } from '../audit/index.ts';
import { requireConfigurer } from './configure-department.ts';
import { checkedAddress, takeSupportAddress } from './support-addresses.ts';

export type CreateDepartment = {
  name: string;
  slug?: string | null;
  preset?: Preset | null;
  supportAddresses?: readonly string[] | null;
  clientKey?: string | null;
};

/**
 * Creates a department with a preset's policy (COPYDESK's when none is named), CCs off. The same `clientKey` again finds
 * what it made.
 *
 * @throws Refusal INVALID for a wrong or taken slug, a wrong or taken address, and the preset CUSTOM; FORBIDDEN
 */
export async function createDepartment(desk: Desk, actor: Operator, input: CreateDepartment) {
  requireConfigurer(actor);
  const name = input.name.trim();
  if (name === '' || name.length > 100) throw Refusal.of('INVALID', 'A name has 1 to 100 characters.', ['name']);
  const slug = input.slug ?? slugOf(name);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length > 50) {
    throw Refusal.of('INVALID', 'A slug has 1 to 50 lower-case letters, digits and hyphens between them.', ['slug']);
  }
  const preset = input.preset ?? 'COPYDESK';
  if (preset === 'CUSTOM')
    throw Refusal.of('INVALID', 'Begin with a named preset; an edit makes it CUSTOM.', ['preset']);
  const { policy } = applyPreset(freshPolicy(), preset, { confirmCc: false });
  const addresses = (input.supportAddresses ?? []).map((text, at) =>
    checkedAddress(text, ['supportAddresses', `${at}`]),
  );
  const departmentId = keyedId(actor, input.clientKey);
  const actorId = idOf(actor);
  const write = desk.db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      insert into department (id, slug, name, preset, base_preset, policy, triggers)
      values (${departmentId}, ${slug}, ${name}, ${preset}, ${preset}, ${JSON.stringify(policy)}::jsonb,
        ${JSON.stringify(defaultTriggers(() => v7()))}::jsonb)
      on conflict (id) do nothing`.execute(trx);
    if (numAffectedRows === 0n) return;
    await sql`
      insert into policy_version (department_id, version, policy, preset, base_preset, actor_id)
      select id, policy_version, policy, preset, base_preset, ${actorId}::uuid from department where id = ${departmentId}`.execute(
      trx,
    );
    for (const [at, address] of addresses.entries()) {
      await takeSupportAddress(trx, departmentId, address, ['supportAddresses', `${at}`]);
    }
    const made = { slug, name, preset, addresses };
    await appendAudit(trx, {
      actorId,
      subjectKind: 'DEPARTMENT',
      subjectId: departmentId,
      action: 'department.created',
      new: made,
    });
    await appendDepartmentEvent(trx, desk, { departmentId, actorId });
  });
  await write.catch((error: unknown) => {
    if (violatedConstraint(error) !== 'department_slug_unique') throw error;
    throw Refusal.of('INVALID', `There is a department "${slug}" already: choose another slug.`, ['slug']);
  });
  desk.wake([]);
  return { departmentId };
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-$/, '');
}
