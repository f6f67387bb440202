import type {
  MutationAddCcsArgs,
  MutationAddFollowersArgs,
  MutationFollowTicketArgs,
  MutationRemoveCcsArgs,
  MutationRestrictCcArgs,
} from '../../../generated/resolver-types.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId, inputIds, inputPeople } from '../../../platform/graphql/input-ids.ts';
import type { Desk } from '../../../platform/desk.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { ticketAfter, type Changed } from '../../tickets/index.ts';
import { addCcs } from '../add-ccs.ts';
import { addFollowers } from '../add-followers.ts';
import { removeCcs } from '../remove-ccs.ts';
import { removeFollowers } from '../remove-followers.ts';
import { restrictCc } from '../restrict-cc.ts';

type Operation<Input> = (desk: Desk, actor: Viewer, input: Input & { ticketId: string }) => Promise<Changed | null>;

/** A mutation whose payload is the ticket: reads the input, runs the operation, answers with what it left. */
function changing<Args extends { input: { ticketId: string } }, Input>(
  operation: Operation<Input>,
  read: (input: Args['input'], context: Context) => Input,
) {
  return (_: unknown, { input }: Args, context: Context) => {
    const run = async () => {
      const ticketId = inputId('Ticket', input.ticketId, ['ticketId']);
      const changed = await operation(context.desk, signedIn(context), { ...read(input, context), ticketId });
      return { ticketId, changed };
    };
    return answer(run(), ({ ticketId, changed }) => ({ ticket: () => ticketAfter(context, ticketId, changed) }));
  };
}

const named = (input: { personIds: string[] }) => ({ personIds: inputIds('Person', input.personIds, 'personIds') });
const self = (_: unknown, context: Context) => ({ personIds: [signedIn(context).id] });

export const copiesMutations = {
  Mutation: {
    addCcs: changing<MutationAddCcsArgs, { people: ReturnType<typeof inputPeople> }>(addCcs, (input) => ({
      people: inputPeople(input.people, 'people'),
    })),
    removeCcs: changing<MutationRemoveCcsArgs, { personIds: string[] }>(removeCcs, named),
    restrictCc: changing<MutationRestrictCcArgs, { personId: string; helpCenterAccess: boolean }>(
      restrictCc,
      (input) => ({
        personId: inputId('Person', input.personId, ['personId']),
        helpCenterAccess: input.helpCenterAccess,
      }),
    ),
    addFollowers: changing<MutationAddFollowersArgs, { personIds: string[] }>(addFollowers, named),
    removeFollowers: changing<MutationAddFollowersArgs, { personIds: string[] }>(removeFollowers, named),
    followTicket: changing<MutationFollowTicketArgs, { personIds: string[] }>(addFollowers, self),
    unfollowTicket: changing<MutationFollowTicketArgs, { personIds: string[] }>(removeFollowers, self),
  },
};
