import { shapeOfAction, shapeOfField, type TriggerAction, type TriggerConditions } from '@copydesk/rules';
import type {
  MutationChangeTriggerArgs,
  MutationCreateTriggerArgs,
  MutationDeleteTriggerArgs,
  TriggerActionInput,
  TriggerConditionsInput,
} from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId } from '../../../platform/graphql/input-ids.ts';
import { departmentById } from '../../departments/index.ts';
import { changeTrigger, createTrigger, deleteTrigger, type ConfiguredTrigger } from '../configure-triggers.ts';
import { given } from './trigger-type.ts';

function conditionsOf(input: TriggerConditionsInput): TriggerConditions {
  const read = (list: TriggerConditionsInput['all']) =>
    (list ?? []).map(({ field, is, values }) => ({
      field,
      is,
      values: given(values ?? [], shapeOfField(field).values),
    }));
  return { all: read(input.all), any: read(input.any) };
}

function actionsOf(input: readonly TriggerActionInput[]): TriggerAction[] {
  return input.map((action) => ({ ...action, values: given(action.values, shapeOfAction(action.kind).values) }));
}

const payload =
  (context: Context) =>
  ({ departmentId, triggerId }: ConfiguredTrigger) => {
    // What was read before the change holds no more.
    departmentById(context).clear(departmentId);
    const department = () => departmentById(context).load(departmentId);
    return { department, trigger: async () => (await department())?.triggers.find(({ id }) => id === triggerId) };
  };

export const triggerMutations = {
  Mutation: {
    createTrigger: (_: unknown, { input }: MutationCreateTriggerArgs, context: Context) => {
      const run = async () =>
        createTrigger(context.desk, signedIn(context), {
          ...input,
          departmentId: inputId('Department', input.departmentId, ['departmentId']),
          active: input.active ?? true,
          after: input.after ?? null,
          conditions: conditionsOf(input.conditions ?? {}),
          actions: actionsOf(input.actions),
        });
      return answer(run(), payload(context));
    },
    changeTrigger: (_: unknown, { input }: MutationChangeTriggerArgs, context: Context) => {
      const { name, on, active, after, conditions, actions, position } = input;
      const run = async () =>
        changeTrigger(context.desk, signedIn(context), {
          triggerId: inputId('Trigger', input.triggerId, ['triggerId']),
          ...(name == null ? {} : { name }),
          ...(on ? { on } : {}),
          ...(active == null ? {} : { active }),
          ...(after === undefined ? {} : { after }),
          ...(conditions ? { conditions: conditionsOf(conditions) } : {}),
          ...(actions ? { actions: actionsOf(actions) } : {}),
          ...(position == null ? {} : { position }),
        });
      return answer(run(), payload(context));
    },
    deleteTrigger: (_: unknown, { input }: MutationDeleteTriggerArgs, context: Context) => {
      const run = async () => {
        const triggerId = inputId('Trigger', input.triggerId, ['triggerId']);
        return deleteTrigger(context.desk, signedIn(context), { triggerId });
      };
      return answer(run(), payload(context));
    },
  },
};
