export { appendAudit, type AuditEntry } from './append-audit.ts';
export { resolvers } from './resolvers/index.ts';
