import { openEmbeddedPostgres } from './open-embedded-postgres.ts';

// A desk reduced to its database, as a process of its own that tests can kill: DATA_DIR is the argument, messages go to the parent.
const log = { info: () => {}, warn: () => {} };
const say = (message: object) => process.send?.(message);

// A Ctrl-C starts a drain, which needs the database: what ends this process is the parent's message.
process.on('SIGINT', () => say({ event: 'interrupted' }));

try {
  const dataDir = process.argv[2] ?? '';
  const postgres = await openEmbeddedPostgres({
    dataDir,
    log,
    onLost: ({ message }) => say({ event: 'lost', message }),
  });
  say({ event: 'open', url: postgres.url, adopted: postgres.adopted });
  process.on('message', () => void postgres.close().then(() => say({ event: 'closed' }) && process.disconnect()));
} catch (error) {
  say({ event: 'refused', name: (error as Error).name, message: (error as Error).message });
  process.disconnect();
}
