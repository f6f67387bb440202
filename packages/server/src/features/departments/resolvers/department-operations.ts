import type {
  MutationAddSupportAddressArgs,
  MutationApplyPresetArgs,
  MutationBlockAddressArgs,
  MutationChangeDepartmentArgs,
  MutationCreateDepartmentArgs,
  MutationRemoveSupportAddressArgs,
  MutationUnblockAddressArgs,
} from '../../../generated/resolver-types.ts';
import { policyInvariants } from '@copydesk/rules';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId } from '../../../platform/graphql/input-ids.ts';
import type { Desk } from '../../../platform/desk.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { applyPreset } from '../apply-preset.ts';
import { blockAddress, unblockAddress } from '../blocked-addresses.ts';
import { changeDepartment } from '../change-department.ts';
import { createDepartment } from '../create-department.ts';
import { departmentById, listDepartments, listHelpCenters } from '../department.reader.ts';
import { addSupportAddress, removeSupportAddress } from '../support-addresses.ts';

type Operation<Input> = (desk: Desk, actor: Viewer, input: Input) => Promise<{ departmentId: string }>;

const payload =
  (context: Context) =>
  ({ departmentId, effects = [] }: { departmentId: string; effects?: string[] }) => {
    // What was read before the change holds no more.
    departmentById(context).clear(departmentId);
    return { department: () => departmentById(context).load(departmentId), effects };
  };

/** A mutation on one department: its id comes in as a global one. */
function on<Input extends { departmentId: string }>(operation: Operation<Input>) {
  return (_: unknown, { input }: { input: Input }, context: Context) => {
    const run = async () => {
      const departmentId = inputId('Department', input.departmentId, ['departmentId']);
      return operation(context.desk, signedIn(context), { ...input, departmentId });
    };
    return answer(run(), payload(context));
  };
}

export const departmentOperations = {
  Query: {
    departments: (_: unknown, __: unknown, context: Context) => listDepartments(context.desk.db, signedIn(context)),
    helpCenterDepartments: (_: unknown, __: unknown, context: Context) =>
      listHelpCenters(context.desk.db, signedIn(context)),
    policyInvariants: () => policyInvariants.map(({ sourceKey, sentence }) => ({ key: sourceKey, sentence })),
  },
  Mutation: {
    createDepartment: (_: unknown, { input }: MutationCreateDepartmentArgs, context: Context) =>
      answer(createDepartment(context.desk, signedIn(context), input), payload(context)),
    changeDepartment: on<MutationChangeDepartmentArgs['input']>(changeDepartment),
    applyPreset: on<MutationApplyPresetArgs['input']>(applyPreset),
    addSupportAddress: on<MutationAddSupportAddressArgs['input']>(addSupportAddress),
    blockAddress: on<MutationBlockAddressArgs['input']>(blockAddress),
    unblockAddress: on<MutationUnblockAddressArgs['input']>(unblockAddress),
    removeSupportAddress: on<MutationRemoveSupportAddressArgs['input']>(removeSupportAddress),
  },
};
