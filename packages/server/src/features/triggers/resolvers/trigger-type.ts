import {
  may,
  shapeOfAction,
  shapeOfField,
  type Trigger,
  type TriggerAction,
  type TriggerCondition,
  type ValueKind,
} from '@copydesk/rules';
import { globalId, localId } from '../../../platform/graphql/ids.ts';
import type { Context } from '../../../platform/graphql/context.ts';
import { departmentById } from '../../departments/index.ts';
import { departmentOf } from '../configure-triggers.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const isOfPeople = (values: ValueKind) => values === 'PEOPLE' || values === 'PEOPLE_OR_DOMAINS';

/** People have global ids in the API; addresses, domains and words are what they are. */
function shown(values: readonly string[], kind: ValueKind): string[] {
  return values.map((value) => (isOfPeople(kind) && uuid.test(value) ? globalId('Person', value) : value));
}

/** The same, the other way. */
export function given(values: readonly string[], kind: ValueKind): string[] {
  return values.map((value) => (isOfPeople(kind) ? (localId('Person', value) ?? value) : value));
}

export const triggerType = {
  Trigger: { id: (row: Trigger) => globalId('Trigger', row.id) },
  TriggerCondition: { values: (row: TriggerCondition) => shown(row.values, shapeOfField(row.field).values) },
  TriggerAction: { values: (row: TriggerAction) => shown(row.values, shapeOfAction(row.kind).values) },
};

/** A trigger by id, for `Query.node`. */
export async function triggerNode(context: Context, id: string): Promise<Trigger | null> {
  const departmentId = await departmentOf(context.desk.db, id);
  if (departmentId === null || !may(context.viewer, 'department.read', { departmentId })) return null;
  const department = await departmentById(context).load(departmentId);
  return department?.triggers.find((trigger) => trigger.id === id) ?? null;
}
