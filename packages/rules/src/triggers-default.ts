import type { Audience, Trigger, TriggerEvent } from './triggers.ts';

type DefaultTrigger = Omit<Trigger, 'id'>;

function notifying(
  name: string,
  active: boolean,
  on: readonly TriggerEvent[],
  audience: Audience,
  changed?: 'STATUS' | 'ASSIGNEE',
): DefaultTrigger {
  const all = changed === undefined ? [] : [{ field: 'CHANGED', is: 'IS', values: [changed] } as const];
  return {
    name,
    active,
    on,
    after: null,
    conditions: { all, any: [] },
    actions: [{ kind: 'NOTIFY', values: [audience] }],
  };
}

/** What a department begins with: customers are told of new tickets and of public comments, and of nothing else. */
const DEFAULTS: readonly DefaultTrigger[] = [
  notifying('Tell requester and CCs of a new ticket', true, ['TICKET_CREATED'], 'REQUESTER_AND_CCS'),
  notifying(
    'Tell requester and CCs of public comments',
    true,
    ['COMMENT_ADDED', 'COMMENT_EDITED', 'COMMENT_DELETED'],
    'REQUESTER_AND_CCS',
  ),
  notifying('Tell the department of a new ticket', false, ['TICKET_CREATED'], 'DEPARTMENT'),
  notifying('Tell requester and CCs of a new status', false, ['TICKET_CHANGED'], 'REQUESTER_AND_CCS', 'STATUS'),
  notifying('Tell requester and CCs of a new assignee', false, ['TICKET_CHANGED'], 'REQUESTER_AND_CCS', 'ASSIGNEE'),
  notifying('Tell requester and CCs of a merge', false, ['TICKET_MERGED'], 'REQUESTER_AND_CCS'),
  notifying('Tell requester and CCs of a rating', false, ['RATING_GIVEN'], 'REQUESTER_AND_CCS'),
];

/** The triggers of a new department (decision.md, table 4). `newId` gives each an id of its own. */
export function defaultTriggers(newId: (place: number) => string): Trigger[] {
  return DEFAULTS.map((trigger, place) => ({ id: newId(place), ...trigger }));
}
