import {
  defaultTriggers,
  freshPolicy,
  type DepartmentPolicy,
  type Party,
  type PersonState,
  type Role,
} from '@copydesk/rules';
import { v7 } from 'uuid';
import type { Desk } from '../../src/platform/desk.ts';
import type { Viewer } from '../../src/platform/viewer.ts';

let count = 0;

/** A person with one address on example.com, ready to act. */
export async function aPerson(
  desk: Desk,
  given: {
    name: string;
    role?: Role;
    state?: PersonState;
    address?: string | null;
    departmentIds?: string[];
    mayCommentPublicly?: boolean;
  },
): Promise<Viewer> {
  const party: Party = {
    id: v7(),
    name: given.name,
    role: given.role ?? 'END_USER',
    state: given.state ?? 'ACTIVE',
    mayCommentPublicly: given.mayCommentPublicly ?? given.role !== 'LIGHT_AGENT',
    departmentIds: given.departmentIds ?? [],
    address:
      given.address === undefined
        ? `${given.name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${(count += 1)}@example.com`
        : given.address,
  };
  await desk.db
    .insertInto('person')
    .values({
      id: party.id,
      name: party.name,
      role: party.role,
      state: party.state,
      may_comment_publicly: party.mayCommentPublicly,
    })
    .execute();
  if (party.address) {
    await desk.db
      .insertInto('address')
      .values({ canonical: party.address, person_id: party.id, is_primary: true })
      .execute();
  }
  for (const departmentId of party.departmentIds) {
    await desk.db
      .insertInto('department_member')
      .values({ person_id: party.id, department_id: departmentId })
      .execute();
  }
  return { ...party, accessVersion: 1, door: { kind: 'TOKEN', id: v7() } };
}

/** A department with CCs on and one support address. */
export async function aDepartment(
  desk: Desk,
  given: { slug: string; policy?: (policy: DepartmentPolicy) => void },
): Promise<{ id: string; slug: string; address: string }> {
  const policy = structuredClone(freshPolicy());
  (policy.cc as { enabled: boolean }).enabled = true;
  given.policy?.(policy);
  const id = v7();
  const triggers = JSON.stringify(defaultTriggers(() => v7()));
  const address = `${given.slug}@desk.example.com`;
  await desk.db
    .insertInto('department')
    .values({ id, slug: given.slug, name: given.slug, policy: JSON.stringify(policy), triggers } as never)
    .execute();
  await desk.db.insertInto('address').values({ canonical: address, department_id: id, is_primary: true }).execute();
  return { id, slug: given.slug, address };
}
