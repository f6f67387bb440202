import { auditQueries } from './audit-queries.ts';

export const resolvers = [auditQueries];
