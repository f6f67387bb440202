import { inboundMessageType } from './inbound-message-type.ts';
import { inboundMutations } from './inbound-mutations.ts';
import { simulateMessageQuery } from './simulate-message.ts';

export const resolvers = [inboundMessageType, inboundMutations, simulateMessageQuery];
