import { sql } from 'kysely';
import { conditionsHold, evaluateTriggers, namedByTrigger, type Trigger } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { loadTicketStates, lockTickets, writeTicket, type TicketState } from '../tickets/index.ts';
import {
  advanceFill,
  dropDue,
  finishDue,
  readDue,
  readFill,
  setDue,
  type DueRow,
  type Waiting,
} from './automation-due.ts';
import { factsOf, happeningsOf, readOperations, takeOperations, triggersCursor, type Happening } from './happenings.ts';
import { planActions, type Fired } from './plan-actions.ts';

/** What one batch was about, whether there may be more to do at once, and the tickets that were changed. */
export type TriggerBatch = { of: 'EVENTS' | 'DUE' | 'FILL' | 'NOTHING'; more: boolean; changed: string[] };

/** Automations that act, and tickets that are looked at, in one transaction. */
const DUE_AT_ONCE = 50;
const FILL_AT_ONCE = 200;

/**
 * Asks the triggers about the next happenings of the log; when there are none, lets automations act that are due, and sets
 * when those that are new are due. What they do, what they wait for and the cursor are one transaction: a crash leaves
 * nothing half done and nothing is done twice. Null: another node has the turn.
 */
export function runTriggers(desk: Desk): Promise<TriggerBatch | null> {
  return desk.db.transaction().execute(async (trx) => {
    if (!(await triggersCursor.takeTurn(trx))) return null;
    const { operations, more } = await readOperations(trx, desk.epoch);
    if (operations.length === 0) return (await actOnDue(trx, desk)) ?? (await fillDue(trx)) ?? NOTHING;
    const busy = await busyTriggers(trx, operations.flat());
    const { taken, asked } = takeOperations(operations, (departmentId) => busy.has(departmentId));
    const changed = asked.length > 0 ? await ask(trx, desk, await happeningsOf(trx, asked), busy) : [];
    const last = taken.at(-1)?.at(-1);
    if (last) await triggersCursor.advance(last).execute(trx);
    return { of: 'EVENTS', more: more || taken.length < operations.length, changed };
  });
}

const NOTHING: TriggerBatch = { of: 'NOTHING', more: false, changed: [] };

async function ask(
  trx: Transaction,
  desk: Desk,
  happenings: readonly Happening[],
  busy: ReadonlyMap<string, readonly Trigger[]>,
): Promise<string[]> {
  const asked = happenings.filter(({ departmentId }) => busy.has(departmentId));
  if (asked.length === 0) return [];
  const states = await holdTickets(
    trx,
    asked.map(({ ticketId }) => ticketId),
    [...busy.values()].flat(),
  );
  const changed: string[] = [];
  for (const state of states) {
    const own = asked.filter(({ ticketId }) => ticketId === state.id);
    const fired = own
      .filter(({ byTriggers }) => byTriggers.length === 0)
      .map((happening): Fired => {
        return { happening, actions: evaluateTriggers(state.department.triggers, factsOf(happening, state)).actions };
      });
    if (await act(trx, desk, state, fired)) changed.push(state.id);
  }
  // What a trigger has just changed comes by again as a happening of its own.
  const settled = states.filter(({ id }) => !changed.includes(id));
  await settle(trx, settled, (ticketId, trigger) =>
    asked.some((one) => one.ticketId === ticketId && !one.byTriggers.includes(trigger.id)),
  );
  return changed;
}

/** The active triggers of departments that have any with something left to do once a comment or a ticket is written. */
async function busyTriggers(
  trx: Transaction,
  events: readonly { departmentId: string | null }[],
): Promise<Map<string, readonly Trigger[]>> {
  const ids = [...new Set(events.flatMap(({ departmentId }) => departmentId ?? []))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; triggers: Trigger[] }>`
    select id, triggers from department where id = any(${ids}::uuid[])`.execute(trx);
  const busy = rows.map(({ id, triggers }) => [id, triggers.filter(({ active }) => active)] as const);
  return new Map(busy.filter(([, triggers]) => triggers.some(hasWork)));
}

const OF_COMMENTS = new Set(['TICKET_CREATED', 'COMMENT_ADDED', 'COMMENT_EDITED', 'COMMENT_DELETED']);

function hasWork({ on, actions }: Trigger): boolean {
  const toCustomers = actions.every(({ kind, values }) => kind === 'NOTIFY' && values[0]?.startsWith('REQUESTER'));
  return !toCustomers || on.some((event) => !OF_COMMENTS.has(event));
}

/** Locks come before the transaction's first write, and what is decided on is read under them. */
async function holdTickets(
  trx: Transaction,
  ticketIds: readonly string[],
  triggers: readonly Trigger[],
): Promise<TicketState[]> {
  const ids = [...new Set(ticketIds)];
  await lockTickets(trx, ids);
  const personIds = [...new Set(triggers.flatMap(namedInActions))];
  return loadTicketStates(trx, ids, { personIds });
}

function namedInActions({ actions }: Trigger): string[] {
  return namedByTrigger({ conditions: { all: [], any: [] }, actions });
}

/** Does what fired. A ticket that cannot be written must not keep all those behind it from their triggers. */
async function act(trx: Transaction, desk: Desk, state: TicketState, fired: readonly Fired[]): Promise<boolean> {
  const { plan, refused } = planActions(state, fired);
  for (const { triggerId, why } of refused) {
    desk.log.warn({ ticketId: state.id, triggerId, why }, 'A trigger could not do something.');
  }
  if (plan === null) return false;
  await sql`savepoint trigger_actions`.execute(trx);
  try {
    await writeTicket(trx, desk, plan);
    await sql`release savepoint trigger_actions`.execute(trx);
    return true;
  } catch (error) {
    await sql`rollback to savepoint trigger_actions`.execute(trx);
    desk.log.error({ err: error, ticketId: state.id }, 'What triggers do to a ticket could not be written.');
    return false;
  }
}

/** The automations of each ticket's department: those whose conditions hold wait for it, the others do not. */
async function settle(
  trx: Transaction,
  states: readonly TicketState[],
  wanted: (ticketId: string, trigger: Trigger) => boolean,
): Promise<void> {
  const all = states.flatMap((state) =>
    state.department.triggers
      .filter((trigger) => trigger.active && trigger.after !== null && wanted(state.id, trigger))
      .map((trigger) => ({ ticketId: state.id, trigger, waits: waits(trigger, state) })),
  );
  const plain = ({ ticketId, trigger }: Waiting): Waiting => ({ ticketId, trigger });
  await setDue(trx, all.filter((one) => one.waits).map(plain));
  await dropDue(trx, all.filter((one) => !one.waits).map(plain));
}

function waits(trigger: Trigger, state: TicketState): boolean {
  return state.status !== 'CLOSED' && conditionsHold(trigger, state);
}

/** Automations that are due act, each ticket's one after the other; null: none is. */
async function actOnDue(trx: Transaction, desk: Desk): Promise<TriggerBatch | null> {
  const due = await readDue(trx, DUE_AT_ONCE);
  if (due.length === 0) return null;
  const ids = due.map(({ triggerId }) => triggerId);
  const { rows } = await sql<{ trigger: Trigger }>`
    select trigger from department d, jsonb_array_elements(d.triggers) trigger
    where trigger ->> 'id' = any(${ids}::text[])`.execute(trx);
  const states = await holdTickets(
    trx,
    due.map(({ ticketId }) => ticketId),
    rows.map(({ trigger }) => trigger),
  );
  const changed: string[] = [];
  const finished: { acted: DueRow[]; dropped: DueRow[] } = { acted: [], dropped: [] };
  for (const row of due) {
    const state = states.find(({ id }) => id === row.ticketId);
    // Conditions may have changed since, and the ticket may be another department's.
    const trigger = state?.department.triggers.find(({ id, active }) => id === row.triggerId && active);
    if (state === undefined || trigger === undefined || trigger.after === null || !waits(trigger, state)) {
      finished.dropped.push(row);
      continue;
    }
    finished.acted.push(row);
    const actions = trigger.actions.map((action) => ({ trigger, action }));
    if (await act(trx, desk, state, [{ happening: null, actions }])) changed.push(state.id);
  }
  await finishDue(trx, finished);
  return { of: 'DUE', more: true, changed };
}

/** Looks at the next tickets of a department whose automation is new; null: there is none. */
async function fillDue(trx: Transaction): Promise<TriggerBatch | null> {
  const fill = await readFill(trx, FILL_AT_ONCE);
  if (fill === null) return null;
  const states = fill.ticketIds.length > 0 ? await loadTicketStates(trx, fill.ticketIds) : [];
  await settle(trx, states, (_, trigger) => trigger.id === fill.triggerId);
  await advanceFill(trx, fill);
  return { of: 'FILL', more: true, changed: [] };
}
