import { triggerMutations } from './trigger-mutations.ts';
import { triggerType } from './trigger-type.ts';

export const resolvers = [triggerType, triggerMutations];
