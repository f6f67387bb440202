import type { CommandLookups, MailCommand } from '@copydesk/rules';
import type { DepartmentState, Given, GivenPerson } from '../tickets/index.ts';

/** Whom and what to look up for the commands of a mail. */
export function givenByCommands(commands: readonly MailCommand[]): Required<Omit<Given, 'personIds'>> {
  const people = peopleNamed(commands);
  return {
    addresses: people.filter((value) => value.includes('@')),
    staffNames: people.filter((value) => !value.includes('@')).map((name) => name.toLowerCase()),
    departmentSlugs: commands.flatMap((command) => (command.name === 'department' ? [command.value] : [])),
  };
}

/** What was found of them. */
export function lookupsOf(
  commands: readonly MailCommand[],
  given: readonly GivenPerson[],
  departments: readonly DepartmentState[],
): CommandLookups {
  const isNamed = (value: string, { party, addresses }: GivenPerson) =>
    value.includes('@') ? addresses.includes(value) : party.name.toLowerCase() === value.toLowerCase();
  return {
    people: peopleNamed(commands).map((value) => ({
      value,
      found: given.filter((person) => isNamed(value, person)).map(({ party }) => party),
    })),
    departments: departments.map(({ slug, id, name, policy }) => ({ slug, id, name, policy })),
  };
}

function peopleNamed(commands: readonly MailCommand[]): string[] {
  const named = commands.flatMap((command) =>
    command.name === 'assignee' || command.name === 'requester' ? [command.value] : [],
  );
  return [...new Set(named)];
}
