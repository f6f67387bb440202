import type { DepartmentPolicy } from '@copydesk/rules';
import { v7 } from 'uuid';
import { createTicket } from '../../src/features/tickets/index.ts';
import type { Desk } from '../../src/platform/desk.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aDepartment, aPerson } from './people.ts';

export type Scene = {
  ticketId: string;
  department: { id: string; slug: string; address: string };
  /** Requester, two customers beside the ticket, an agent and a light agent of the department, an agent of another. */
  rita: Viewer;
  carl: Viewer;
  mia: Viewer;
  ada: Viewer;
  lee: Viewer;
  otto: Viewer;
};

/** A ticket of Rita's in a department of Ada's, with one public comment and nobody copied. */
export async function aTicketScene(desk: Desk, policy?: (policy: DepartmentPolicy) => void): Promise<Scene> {
  const department = await aDepartment(desk, { slug: `claims-${v7().slice(-8)}`, ...(policy ? { policy } : {}) });
  const elsewhere = await aDepartment(desk, { slug: `billing-${v7().slice(-8)}` });
  const [rita, carl, mia] = [
    await aPerson(desk, { name: 'Rita Novak' }),
    await aPerson(desk, { name: 'Carl Ruiz' }),
    await aPerson(desk, { name: 'Mia Wong' }),
  ];
  const ada = await aPerson(desk, { name: 'Ada Lind', role: 'AGENT', departmentIds: [department.id] });
  const lee = await aPerson(desk, { name: 'Lee Tanaka', role: 'LIGHT_AGENT', departmentIds: [department.id] });
  const otto = await aPerson(desk, { name: 'Otto Berg', role: 'AGENT', departmentIds: [elsewhere.id] });
  const { ticketId } = await createTicket(desk, rita, {
    departmentId: department.id,
    subject: 'Roof claim',
    body: 'It leaks.',
  });
  return { ticketId, department, rita, carl, mia, ada, lee, otto };
}

/** The codes and fields of a refusal, for expectations. */
export async function refusalOf(work: Promise<unknown>): Promise<{ code: string; field: string | undefined }[]> {
  try {
    await work;
  } catch (error) {
    const { errors } = error as { errors?: { code: string; field: string[] | null }[] };
    if (!errors) throw error;
    return errors.map(({ code, field }) => ({ code, field: field?.join('.') }));
  }
  return [];
}
