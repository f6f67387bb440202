import { sql } from 'kysely';
import { TRIGGER_LIMIT, type Trigger } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { keyedId } from '../../platform/keyed-id.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Operator } from '../../platform/viewer.ts';
import { configureDepartment, requireConfigurer, type DepartmentState } from '../departments/index.ts';
import { forgetAutomation, refillAutomation } from './automation-due.ts';
import { checkedTrigger } from './checked-trigger.ts';

type Definition = Omit<Trigger, 'id'>;

export type CreateTrigger = Omit<Definition, 'active' | 'after' | 'conditions'> &
  Partial<Definition> & { departmentId: string; position?: number | null; clientKey?: string | null };

/** What is undefined stays. */
export type ChangeTrigger = Partial<Definition> & { triggerId: string; position?: number | null };

/** `triggerId` is null when it has been deleted. */
export type ConfiguredTrigger = { departmentId: string; triggerId: string | null };

/**
 * Gives a department a trigger or, with `on: [TIME]`, an automation.
 *
 * @throws Refusal INVALID with the path of each thing that is wrong, and for more than the limit; NOT_FOUND, FORBIDDEN
 */
export async function createTrigger(desk: Desk, actor: Operator, input: CreateTrigger): Promise<ConfiguredTrigger> {
  const { departmentId, position, clientKey, ...given } = input;
  const triggerId = keyedId(actor, clientKey);
  await configureDepartment(desk, actor, departmentId, async (trx, department) => {
    if (department.triggers.some(({ id }) => id === triggerId)) return null;
    if (department.triggers.length >= TRIGGER_LIMIT) {
      const message = `A department has ${TRIGGER_LIMIT} triggers at most: delete one that you no longer need.`;
      throw Refusal.of('INVALID', message, ['departmentId']);
    }
    if (clientKey != null && (await departmentOf(trx, triggerId)) !== null) {
      throw Refusal.of('INVALID', 'This key has been used for a trigger of another department: use a new one.', [
        'clientKey',
      ]);
    }
    const trigger = await checkedTrigger(trx, department, {
      id: triggerId,
      active: true,
      after: null,
      conditions: { all: [], any: [] },
      ...given,
    });
    await write(trx, department, placed(department.triggers, trigger, position ?? department.triggers.length));
    await refillAutomation(trx, department.id, trigger);
    return { action: 'trigger.created', old: null, new: trigger };
  });
  return { departmentId, triggerId };
}

/** Changes a trigger. Throws what `createTrigger` throws. */
export async function changeTrigger(desk: Desk, actor: Operator, input: ChangeTrigger): Promise<ConfiguredTrigger> {
  const { triggerId, position, ...given } = input;
  return configureTrigger(desk, actor, triggerId, async (trx, department, old, place) => {
    // An automation that becomes a trigger has no hours any more.
    const after = given.on && !given.on.includes('TIME') ? null : old.after;
    const trigger = await checkedTrigger(trx, department, { ...old, after, ...given });
    const others = department.triggers.filter(({ id }) => id !== triggerId);
    const triggers = placed(others, trigger, position ?? place);
    if (JSON.stringify(triggers) === JSON.stringify(department.triggers)) return null;
    await write(trx, department, triggers);
    await refillAutomation(trx, department.id, trigger);
    return {
      action: 'trigger.changed',
      old: { ...old, position: place },
      new: { ...trigger, position: position ?? place },
    };
  });
}

/** @throws Refusal NOT_FOUND, FORBIDDEN */
export async function deleteTrigger(
  desk: Desk,
  actor: Operator,
  input: { triggerId: string },
): Promise<ConfiguredTrigger> {
  const { departmentId } = await configureTrigger(desk, actor, input.triggerId, async (trx, department, old) => {
    await write(
      trx,
      department,
      department.triggers.filter(({ id }) => id !== old.id),
    );
    await forgetAutomation(trx, old.id);
    return { action: 'trigger.deleted', old, new: null };
  });
  return { departmentId, triggerId: null };
}

type Change = (
  trx: Transaction,
  department: DepartmentState,
  trigger: Trigger,
  place: number,
) => Promise<{ action: string; old: unknown; new: unknown } | null>;

async function configureTrigger(
  desk: Desk,
  actor: Operator,
  triggerId: string,
  change: Change,
): Promise<ConfiguredTrigger> {
  requireConfigurer(actor);
  const departmentId = await departmentOf(desk.db, triggerId);
  if (departmentId === null) throw noSuchTrigger();
  await configureDepartment(desk, actor, departmentId, async (trx, department) => {
    const place = department.triggers.findIndex(({ id }) => id === triggerId);
    const trigger = department.triggers[place];
    if (trigger === undefined) throw noSuchTrigger();
    return change(trx, department, trigger, place);
  });
  return { departmentId, triggerId };
}

function noSuchTrigger(): Refusal {
  return Refusal.of('NOT_FOUND', 'There is no such trigger.', ['triggerId']);
}

/** The department that has a trigger; null: none has. */
export async function departmentOf(db: Desk['db'] | Transaction, triggerId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from department where triggers @> ${JSON.stringify([{ id: triggerId }])}::jsonb`.execute(db);
  return rows[0]?.id ?? null;
}

function placed(others: readonly Trigger[], trigger: Trigger, position: number): Trigger[] {
  const place = Math.max(0, Math.min(position, others.length));
  return [...others.slice(0, place), trigger, ...others.slice(place)];
}

async function write(trx: Transaction, { id }: DepartmentState, triggers: readonly Trigger[]): Promise<void> {
  await sql`update department set triggers = ${JSON.stringify(triggers)}::jsonb where id = ${id}`.execute(trx);
}
