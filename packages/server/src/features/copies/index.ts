export { addCcs } from './add-ccs.ts';
export { addFollowers } from './add-followers.ts';
export { removeCcs } from './remove-ccs.ts';
export { removeFollowers } from './remove-followers.ts';
export { restrictCc } from './restrict-cc.ts';
export { collaborationByTicketId, type CcRow, type WarningRow } from './collaboration.reader.ts';
export { resolvers } from './resolvers/index.ts';
