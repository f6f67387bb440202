import { searchQueries } from './resolvers/search-queries.ts';

export const resolvers = [searchQueries];
