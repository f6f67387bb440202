export { resolveWarning } from './resolve-warning.ts';
export { resolvers } from './resolvers/index.ts';
export { warningById } from './warning.reader.ts';
