import { type Command, required } from './command.ts';

export const tokenCreate: Command = {
  name: 'token create',
  usage: '--email ADDRESS [--name NAME]',
  summary: 'Makes an API token for a person and prints it, alone and this once.',
  options: { email: { type: 'string' }, name: { type: 'string' } },
  help: [
    ['--email ADDRESS', 'an address of the person who acts with the token'],
    ['--name NAME', 'what its owner calls it (default: command line)'],
  ],
  async run(open, values) {
    const email = required(values, 'email');
    const name = typeof values['name'] === 'string' ? values['name'] : 'command line';
    const { createToken } = await import('../features/people/index.ts');
    const { token } = await createToken(await open(), 'COMMAND_LINE', { email, name });
    return token;
  },
};
