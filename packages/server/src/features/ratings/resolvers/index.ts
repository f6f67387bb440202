import { ratingMutations } from './rating-mutations.ts';
import { ratingType } from './rating-type.ts';

export const resolvers = [ratingType, ratingMutations];
