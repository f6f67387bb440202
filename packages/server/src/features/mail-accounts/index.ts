export { changeMailAccount, createMailAccount, deleteMailAccount } from './configure-mail-accounts.ts';
export { listMailAccounts } from './mail-account.reader.ts';
export { mailAccountNode, resolvers } from './resolvers/index.ts';
export { startMailAccounts } from './start-mail-accounts.ts';
