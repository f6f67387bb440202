import { canonicalAddress, type Party } from '@copydesk/rules';
import { v7 } from 'uuid';
import { Refusal } from '../../platform/refusal.ts';
import type { NewPerson } from './ticket-plan.ts';
import type { Given, GivenPerson } from './ticket-state.ts';

/** Somebody that a caller named: by id, or by e-mail address (who is not known by it becomes an end user). */
export type PersonInput = { id?: string | null; email?: string | null; name?: string | null };

export type NamedPerson = { party: Party; address: string | null; isNew: boolean; field: string[] };

// What the console, SMTP and our own templates can carry; whether it exists only mail can tell.
const addressShape = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@.]+$/;

/** Whom to look up for these inputs. */
export function givenBy(
  ...lists: (readonly PersonInput[] | null | undefined)[]
): Required<Pick<Given, 'personIds' | 'addresses'>> {
  const all = lists.flatMap((list) => list ?? []);
  return {
    personIds: all.flatMap((input) => (input.id ? [input.id] : [])),
    addresses: all.flatMap((input) => (!input.id && input.email ? [canonicalAddress(input.email)] : [])),
  };
}

/**
 * Who the inputs are, each person once, in their order.
 *
 * @param field the inputs' path in the operation's input
 * @throws Refusal INVALID for an input without id and e-mail or with a malformed e-mail, NOT_FOUND for an unknown id
 */
export function namedPeople(
  inputs: readonly PersonInput[],
  given: readonly GivenPerson[],
  field: readonly string[],
): NamedPerson[] {
  const named = new Map<string, NamedPerson>();
  for (const [index, input] of inputs.entries()) {
    const person = namedPerson(input, given, [...field, String(index)]);
    const key = person.isNew ? (person.address ?? person.party.id) : person.party.id;
    if (!named.has(key)) named.set(key, person);
  }
  return [...named.values()];
}

/** Who one input is; see `namedPeople`. */
export function namedPerson(input: PersonInput, given: readonly GivenPerson[], field: string[]): NamedPerson {
  if (input.id) {
    const found = given.find(({ party }) => party.id === input.id);
    if (!found) throw Refusal.of('NOT_FOUND', 'There is no such person.', [...field, 'id']);
    return { party: found.party, address: found.party.address, isNew: false, field };
  }
  const address = canonicalAddress(input.email ?? '');
  if (!addressShape.test(address)) {
    const message = address
      ? `“${input.email}” is not an e-mail address: write it like name@example.com.`
      : 'Name a person by id or by e-mail address.';
    throw Refusal.of('INVALID', message, [...field, 'email']);
  }
  const found = given.find(({ addresses }) => addresses.includes(address));
  if (found) return { party: found.party, address, isNew: false, field };
  return { party: newEndUser(address, input.name), address, isNew: true, field };
}

function newEndUser(address: string, name: string | null | undefined): Party {
  return {
    id: v7(),
    name: name?.trim() || address.slice(0, address.indexOf('@')),
    role: 'END_USER',
    state: 'ACTIVE',
    mayCommentPublicly: true,
    departmentIds: [],
    address,
  };
}

/** The people of a plan that are not in the desk yet. */
export function newPeopleOf(named: readonly NamedPerson[]): NewPerson[] {
  return named.flatMap(({ party, address, isNew }) =>
    isNew && address ? [{ id: party.id, name: party.name, address }] : [],
  );
}
