import { type Command, required, UsageError } from './command.ts';

export const demo: Command = {
  name: 'demo',
  usage: '--tickets N',
  summary:
    'Adds N tickets with all that belongs to them, for benchmarks; nobody is written to. Prints what was added as JSON.',
  options: { tickets: { type: 'string' } },
  help: [['--tickets N', 'how many']],
  async run(open, values) {
    const tickets = Number(required(values, 'tickets'));
    if (!Number.isInteger(tickets) || tickets < 1) throw new UsageError('--tickets must be a number of 1 or more.');
    const log = (message: string) => process.stderr.write(`${message}\n`);
    const { bulkDemo } = await import('../demo/bulk-demo.ts');
    return JSON.stringify(await bulkDemo(await open(), { tickets, log }));
  },
};
