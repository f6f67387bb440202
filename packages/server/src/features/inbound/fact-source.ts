import type { Queries } from '../../platform/database/database.ts';
import { together } from '../../platform/together.ts';
import {
  loadDepartmentState,
  loadTicketState,
  loadTicketStates,
  type Given,
  type GivenPerson,
  type NewTicketState,
  type TicketState,
} from '../tickets/index.ts';

/** Where the facts of a message are read. */
export type FactSource = {
  db: Queries;
  ticketState(id: string, given: Given): Promise<TicketState | null>;
  departmentState(id: string, given: Given): Promise<NewTicketState | null>;
};

/** One message's facts by themselves. */
export function factsApart(db: Queries): FactSource {
  return {
    db,
    ticketState: (id, given) => loadTicketState(db, id, given),
    departmentState: (id, given) => loadDepartmentState(db, id, given),
  };
}

type Asked = { id: string; given: Given };

/** So many at once; there are never more messages in one transaction. */
const MOST = 100;

/** The facts of many messages that are asked for at the same time: a statement for each department, and one for all tickets. */
export function factsTogether(db: Queries): FactSource {
  const ticketState = together(async (asked: readonly Asked[]) => {
    const ids = [...new Set(asked.map(({ id }) => id))];
    const states = new Map((await loadTicketStates(db, ids, namedByAny(asked))).map((state) => [state.id, state]));
    return asked.map((one) => forOne(states.get(one.id), one));
  }, MOST);
  const departmentState = together(async (asked: readonly Asked[]) => {
    const states = new Map<string, NewTicketState | null>();
    for (const [id, those] of Map.groupBy(asked, (one) => one.id)) {
      states.set(id, await loadDepartmentState(db, id, namedByAny(those)));
    }
    return asked.map((one) => forOne(states.get(one.id), one));
  }, MOST);
  const apart = factsApart(db);
  return {
    db,
    ticketState: (id, given) => (onlyAddresses(given) ? ticketState({ id, given }) : apart.ticketState(id, given)),
    departmentState: (id, given) =>
      onlyAddresses(given) ? departmentState({ id, given }) : apart.departmentState(id, given),
  };
}

/** Commands name people and departments in other ways; those are few. */
function onlyAddresses({ personIds = [], staffNames = [], departmentSlugs = [] }: Given): boolean {
  return personIds.length + staffNames.length + departmentSlugs.length === 0;
}

function namedByAny(asked: readonly Asked[]): Given {
  return { addresses: [...new Set(asked.flatMap(({ given }) => given.addresses ?? []))] };
}

/** As it would be had only this message asked. */
function forOne<State extends { given: GivenPerson[] }>(
  state: State | null | undefined,
  { given }: Asked,
): State | null {
  if (!state) return null;
  const named = new Set(given.addresses);
  return { ...state, given: state.given.filter(({ addresses }) => addresses.some((address) => named.has(address))) };
}
