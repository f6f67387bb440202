export { saveDraft } from './save-draft.ts';
export { resolvers } from './resolvers/index.ts';
