import { ticketMutations } from './ticket-mutations.ts';
import { ticketQueries } from './ticket-queries.ts';
import { ticketType } from './ticket-type.ts';

export const resolvers = [ticketType, ticketQueries, ticketMutations];
