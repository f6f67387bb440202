export { readPresence } from './presence.reader.ts';
export { setPresence } from './set-presence.ts';
export { resolvers } from './resolvers/index.ts';
