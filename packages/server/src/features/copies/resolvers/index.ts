import { copiesMutations } from './copies-mutations.ts';
import { copiesType } from './copies-type.ts';

export const resolvers = [copiesType, copiesMutations];
