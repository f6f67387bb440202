import { may } from '@copydesk/rules';
import type {
  MutationChangeMailAccountArgs,
  MutationCreateMailAccountArgs,
  MutationDeleteMailAccountArgs,
} from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import type { ResolverMap } from '../../../platform/graphql/build-schema.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { inputId } from '../../../platform/graphql/input-ids.ts';
import { changeMailAccount, createMailAccount, deleteMailAccount } from '../configure-mail-accounts.ts';
import { listMailAccounts, mailAccountById, type MailAccountRow } from '../mail-account.reader.ts';

const payload = (context: Context) => (id: string) => ({
  mailAccount: () => mailAccountById(context).clear(id).load(id),
});

/** By id, for `Query.node`. */
export const mailAccountNode = (context: Context, id: string) =>
  may(context.viewer, 'desk.administer', {}) ? mailAccountById(context).load(id) : Promise.resolve(null);

export const resolvers: readonly ResolverMap[] = [
  {
    Query: { mailAccounts: (_: unknown, __: unknown, { desk }: Context) => listMailAccounts(desk.db) },
    MailAccount: { id: (row: MailAccountRow) => globalId('MailAccount', row.id) },
    Mutation: {
      createMailAccount: (_: unknown, { input }: MutationCreateMailAccountArgs, context: Context) => {
        const run = async () => createMailAccount(context.desk, signedIn(context), input);
        return answer(run(), payload(context));
      },
      changeMailAccount: (_: unknown, { input }: MutationChangeMailAccountArgs, context: Context) => {
        const run = async () => {
          const { mailAccountId, ...given } = input;
          const actor = signedIn(context);
          return changeMailAccount(context.desk, actor, { ...given, id: idOf(mailAccountId) });
        };
        return answer(run(), payload(context));
      },
      deleteMailAccount: (_: unknown, { input }: MutationDeleteMailAccountArgs, context: Context) => {
        const run = async () => deleteMailAccount(context.desk, signedIn(context), idOf(input.mailAccountId));
        return answer(run(), () => ({ mailAccount: null }));
      },
    },
  },
];

const idOf = (mailAccountId: string) => inputId('MailAccount', mailAccountId, ['mailAccountId']);
