export { partyJson } from './party-sql.ts';
