import type {
  MutationChangeMailTemplateArgs,
  MutationResetMailTemplateArgs,
  QueryPreviewMailTemplateArgs,
} from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId } from '../../../platform/graphql/input-ids.ts';
import { departmentById, type DepartmentState } from '../../departments/index.ts';
import { changeMailTemplate, resetMailTemplate, type NamedTemplate } from '../change-mail-template.ts';
import { mailTemplateOf, mailTemplatesOf, ownTextsByDepartmentId } from '../mail-template.reader.ts';
import { previewMailTemplate } from '../preview-mail-template.ts';

const departmentIdOf = ({ departmentId }: { departmentId: string }) =>
  inputId('Department', departmentId, ['departmentId']);

const payload =
  (context: Context, { kind, language }: Pick<NamedTemplate, 'kind' | 'language'>) =>
  ({ departmentId }: { departmentId: string }) => {
    // What was read before the change holds no more.
    ownTextsByDepartmentId(context).clear(departmentId);
    return {
      template: async () => mailTemplateOf(await ownTextsByDepartmentId(context).load(departmentId), kind, language),
      department: () => departmentById(context).load(departmentId),
    };
  };

export const mailTemplateResolvers = {
  Department: {
    mailTemplates: async ({ id }: DepartmentState, _: unknown, context: Context) =>
      mailTemplatesOf(await ownTextsByDepartmentId(context).load(id)),
  },
  Query: {
    previewMailTemplate: (_: unknown, { input }: QueryPreviewMailTemplateArgs, context: Context) => {
      const run = async () =>
        previewMailTemplate(context.desk, signedIn(context), { ...input, departmentId: departmentIdOf(input) });
      return answer(run(), (preview) => preview);
    },
  },
  Mutation: {
    changeMailTemplate: (_: unknown, { input }: MutationChangeMailTemplateArgs, context: Context) => {
      const run = async () =>
        changeMailTemplate(context.desk, signedIn(context), { ...input, departmentId: departmentIdOf(input) });
      return answer(run(), payload(context, input));
    },
    resetMailTemplate: (_: unknown, { input }: MutationResetMailTemplateArgs, context: Context) => {
      const run = async () =>
        resetMailTemplate(context.desk, signedIn(context), { ...input, departmentId: departmentIdOf(input) });
      return answer(run(), payload(context, input));
    },
  },
};
