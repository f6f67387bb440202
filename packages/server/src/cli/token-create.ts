import { createToken } from '../features/people/index.ts';
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
  async run(desk, values) {
    const name = typeof values['name'] === 'string' ? values['name'] : 'command line';
    const { token } = await createToken(desk, 'COMMAND_LINE', { email: required(values, 'email'), name });
    return token;
  },
};
