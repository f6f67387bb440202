import { bulkDemo } from '../demo/bulk-demo.ts';
import { type Command, required, UsageError } from './command.ts';

export const demo: Command = {
  name: 'demo',
  usage: '--tickets N',
  summary:
    'Adds N tickets with all that belongs to them, for benchmarks; nobody is written to. Prints what was added as JSON.',
  options: { tickets: { type: 'string' } },
  help: [['--tickets N', 'how many']],
  async run(desk, values) {
    const tickets = Number(required(values, 'tickets'));
    if (!Number.isInteger(tickets) || tickets < 1) throw new UsageError('--tickets must be a number of 1 or more.');
    const log = (message: string) => process.stderr.write(`${message}\n`);
    return JSON.stringify(await bulkDemo(desk, { tickets, log }));
  },
};
