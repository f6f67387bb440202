import { changeDepartment, createDepartment } from '@copydesk/server/src/features/departments/index.ts';
import { createPerson, createToken } from '@copydesk/server/src/features/people/index.ts';
import type { Desk } from '@copydesk/server/src/platform/desk.ts';
import { globalId } from '@copydesk/server/src/platform/graphql/ids.ts';

export type Prepare = { agents: number };
export type Prepared = {
  supportAddress: string;
  /** As the API names it. */
  departmentId: string;
  agents: { id: string; email: string; token: string }[];
};

const supportAddress = 'orders@desk.example.com';

/** A department with CCs on, and its agents with tokens. */
export async function prepare(desk: Desk, { agents }: Prepare): Promise<Prepared> {
  const department = { slug: 'orders', name: 'Orders', supportAddresses: [supportAddress] };
  const { departmentId } = await createDepartment(desk, 'COMMAND_LINE', department);
  const policy = { cc: { enabled: true }, rating: { requester: 'OFF' } } as const;
  await changeDepartment(desk, 'COMMAND_LINE', { departmentId, policy, confirmCc: true });
  const made: Prepared['agents'] = [];
  for (let agent = 0; agent < agents; agent += 1) {
    const email = `agent-${agent}@desk.example.com`;
    const who = { name: `Agent ${agent}`, email, role: 'AGENT', departmentIds: [departmentId] } as const;
    const { personId } = await createPerson(desk, 'COMMAND_LINE', who);
    const { token } = await createToken(desk, 'COMMAND_LINE', { email, name: 'faults' });
    made.push({ id: globalId('Person', personId), email, token });
  }
  return { supportAddress, departmentId: globalId('Department', departmentId), agents: made };
}
