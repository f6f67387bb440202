import type { Role } from '@copydesk/rules';
import { type Command, required, UsageError } from './command.ts';
import { departmentsBySlug } from './departments-by-slug.ts';

const roles: Record<string, Role> = {
  admin: 'ADMIN',
  agent: 'AGENT',
  light_agent: 'LIGHT_AGENT',
  end_user: 'END_USER',
};

export const personCreate: Command = {
  name: 'person create',
  usage: '--email ADDRESS --name NAME --role ROLE [--departments a,b] [--password PASSWORD]',
  summary: 'Creates a person and prints their id.',
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    departments: { type: 'string' },
    password: { type: 'string' },
  },
  help: [
    ['--email ADDRESS', 'their e-mail address, which nobody else may have'],
    ['--name NAME', 'as others see it'],
    ['--role ROLE', Object.keys(roles).join(', ')],
    ['--departments a,b', 'slugs of the departments they work in'],
    ['--password PASSWORD', 'lets them sign in to the console; 8 characters or more'],
  ],
  async run(open, values) {
    const role = roles[required(values, 'role').toLowerCase()];
    if (!role) throw new UsageError(`--role must be one of ${Object.keys(roles).join(', ')}.`);
    const slugs = typeof values['departments'] === 'string' ? values['departments'].split(',') : [];
    const password = typeof values['password'] === 'string' ? values['password'] : null;
    const [email, name] = [required(values, 'email'), required(values, 'name')];
    const { createPerson } = await import('../features/people/index.ts');
    const desk = await open();
    const { personId } = await createPerson(desk, 'COMMAND_LINE', {
      email,
      name,
      role,
      departmentIds: await departmentsBySlug(
        desk,
        slugs.map((slug) => slug.trim()).filter((slug) => slug !== ''),
      ),
      password,
    });
    return personId;
  },
};
