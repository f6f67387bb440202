import type { Desk } from '../../../platform/desk.ts';
import { answer } from '../../../platform/graphql/answer.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { inputId } from '../../../platform/graphql/input-ids.ts';
import type { Viewer } from '../../../platform/viewer.ts';
import { discardSuspendedMessage, recoverSuspendedMessage, retryInboundMessage } from '../change-inbound-message.ts';
import { inboundMessageById } from './inbound-message-type.ts';

type Change = (desk: Desk, actor: Viewer, messageId: string) => Promise<string>;

function mutationOf(change: Change) {
  return (_: unknown, { input }: { input: { messageId: string } }, context: Context) => {
    const done = async () =>
      change(context.desk, signedIn(context), inputId('InboundMessage', input.messageId, ['messageId']));
    return answer(done(), (id) => ({ message: () => inboundMessageById(context, id) }));
  };
}

export const inboundMutations = {
  Mutation: {
    recoverSuspendedMessage: mutationOf(recoverSuspendedMessage),
    discardSuspendedMessage: mutationOf(discardSuspendedMessage),
    retryInboundMessage: mutationOf(retryInboundMessage),
  },
};
