import { addCcs, addFollowers, restrictCc } from '../../../src/features/copies/index.ts';
import { createTicket } from '../../../src/features/tickets/index.ts';
import { encodeCursor } from '../../../src/platform/events/cursor.ts';
import type { Audience } from '../../../src/platform/events/event-view.ts';
import { globalId } from '../../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../../src/platform/viewer.ts';
import { aToken } from '../../support/live-node.ts';
import { aDepartment, aPerson } from '../../support/people.ts';
import { ResumingViewer } from '../../support/resuming-viewer.ts';
import type { TestDesk } from '../../support/test-desk.ts';
import type { Chance } from './random.ts';

const TICKETS = 5;

/**
 * Who watches. Staff of the department see all; Otto follows from another department, and Carl is CC: both come and go.
 * Vera is a restricted CC and Nina staff of elsewhere: nothing is ever theirs.
 */
export type Name = 'ada' | 'alma' | 'lee' | 'otto' | 'nina' | 'rita' | 'carl' | 'mia' | 'vera';
export const customers: ReadonlySet<string> = new Set<Name>(['rita', 'carl', 'mia', 'vera']);
export const audienceOf = (name: string): Audience => (customers.has(name) ? 'CUSTOMER' : 'STAFF');

export type Cast = { people: Record<Name, Viewer>; departmentId: string; ticketIds: string[] };

export async function makeCast(desk: TestDesk): Promise<Cast> {
  const department = await aDepartment(desk, { slug: 'claims' });
  const elsewhere = await aDepartment(desk, { slug: 'billing' });
  const people: Record<Name, Viewer> = {
    ada: await aPerson(desk, { name: 'Ada Lind', role: 'AGENT', departmentIds: [department.id] }),
    alma: await aPerson(desk, { name: 'Alma Root', role: 'ADMIN' }),
    lee: await aPerson(desk, { name: 'Lee Tanaka', role: 'LIGHT_AGENT', departmentIds: [department.id] }),
    otto: await aPerson(desk, { name: 'Otto Berg', role: 'AGENT', departmentIds: [elsewhere.id] }),
    nina: await aPerson(desk, { name: 'Nina Holm', role: 'AGENT', departmentIds: [elsewhere.id] }),
    rita: await aPerson(desk, { name: 'Rita Novak' }),
    carl: await aPerson(desk, { name: 'Carl Ruiz' }),
    mia: await aPerson(desk, { name: 'Mia Wong' }),
    vera: await aPerson(desk, { name: 'Vera Stahl' }),
  };
  const { ada, rita, carl, mia, vera, otto } = people;
  const ticketIds: string[] = [];
  for (let index = 0; index < TICKETS; index += 1) {
    const subject = `Roof ${index}`;
    const { ticketId } = await createTicket(desk, rita, { departmentId: department.id, subject, body: 'It leaks.' });
    await addCcs(desk, ada, { ticketId, people: [carl, mia, vera].map(({ id }) => ({ id })) });
    await restrictCc(desk, ada, { ticketId, personId: vera.id, helpCenterAccess: false });
    await addFollowers(desk, ada, { ticketId, personIds: [otto.id] });
    ticketIds.push(ticketId);
  }
  return { people, departmentId: department.id, ticketIds };
}

/** Everybody watches every ticket from its first event on, and staff the whole desk. */
export async function makeViewers(desk: TestDesk, cast: Cast, urls: readonly string[], chance: Chance) {
  return Promise.all(
    Object.entries(cast.people).map(async ([name, viewer]) => {
      const { token } = await aToken(desk, viewer);
      return new ResumingViewer(
        { name, token, urls, random: () => chance.next() },
        {
          ticketIds: cast.ticketIds.map((id) => globalId('Ticket', id)),
          deskAfter: customers.has(name) ? null : encodeCursor({ epoch: 1, xid: '0', id: '0' }),
        },
      );
    }),
  );
}
