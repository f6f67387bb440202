import { may } from '@copydesk/rules';
import type {
  MutationChangePersonArgs,
  MutationClearUndeliverableArgs,
  MutationCreatePersonArgs,
  QueryPeopleArgs,
} from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { emptyConnection } from '../../../platform/graphql/connections.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId, inputIds } from '../../../platform/graphql/input-ids.ts';
import { changePerson } from '../change-person.ts';
import { clearUndeliverable } from '../clear-undeliverable.ts';
import { createPerson } from '../create-person.ts';
import { addressesByPersonId, languageByPersonId, organizationByPersonId, personById } from '../loaders.ts';
import { listPeople } from '../people.reader.ts';

/** What was read of the person before the change holds no more. */
const payload =
  (context: Context) =>
  ({ personId }: { personId: string }) => {
    for (const loader of [personById, addressesByPersonId, languageByPersonId, organizationByPersonId])
      loader(context).clear(personId);
    return { person: () => personById(context).load(personId) };
  };

const departmentIdsOf = (input: { departmentIds?: string[] | null | undefined }) =>
  input.departmentIds ? inputIds('Department', input.departmentIds, 'departmentIds') : input.departmentIds;

export const personOperations = {
  Query: {
    viewer: (_: unknown, __: unknown, { viewer }: Context) => viewer,
    people: (_: unknown, { search, roles, ...paging }: QueryPeopleArgs, context: Context) => {
      const viewer = signedIn(context);
      if (!may(viewer, 'person.list', {})) return emptyConnection();
      return listPeople(context.desk.db, { search: search ?? null, roles: roles ?? null }, paging);
    },
  },
  Mutation: {
    createPerson: (_: unknown, { input }: MutationCreatePersonArgs, context: Context) => {
      const run = async () =>
        createPerson(context.desk, signedIn(context), { ...input, departmentIds: departmentIdsOf(input) });
      return answer(run(), payload(context));
    },
    clearUndeliverable: (_: unknown, { input }: MutationClearUndeliverableArgs, context: Context) => {
      const run = async () => clearUndeliverable(context.desk, signedIn(context), input.address);
      return answer(run(), payload(context));
    },
    changePerson: (_: unknown, { input }: MutationChangePersonArgs, context: Context) => {
      const run = async () => {
        const personId = inputId('Person', input.personId, ['personId']);
        return changePerson(context.desk, signedIn(context), {
          ...input,
          personId,
          departmentIds: departmentIdsOf(input),
        });
      };
      return answer(run(), payload(context));
    },
  },
};
