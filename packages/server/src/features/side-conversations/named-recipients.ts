import {
  isBlocked,
  SIDE_HEADERS,
  sideLimit,
  supportAddressOf,
  type SideHeader,
  type SideParticipant,
} from '@copydesk/rules';
import { Refusal, type UserError } from '../../platform/refusal.ts';
import {
  namedPeople,
  newPeopleOf,
  type NamedPerson,
  type NewPerson,
  type PersonInput,
  type TicketState,
} from '../tickets/index.ts';

/** Whom a message of an agent's is for. */
export type RecipientInputs = {
  to?: readonly PersonInput[] | null;
  cc?: readonly PersonInput[] | null;
  bcc?: readonly PersonInput[] | null;
};

const FIELDS: Readonly<Record<SideHeader, keyof RecipientInputs>> = { TO: 'to', CC: 'cc', BCC: 'bcc' };

type Named = NamedPerson & { header: SideHeader };

export type NamedRecipients = {
  /** Everybody who takes part afterwards. */
  participants: SideParticipant[];
  /** Those of them who are new, or stand elsewhere now. */
  changed: { personId: string; address: string; header: SideHeader }[];
  newPeople: NewPerson[];
};

/**
 * Who takes part in a side conversation once an agent has named people. Whoever stands there already stays, unless
 * removed; whoever is named again stands where they were named last, in the most visible of the headers.
 *
 * @throws Refusal INVALID (nobody in To, too many, no address, the desk's own), CC_BLOCKED, CC_NOT_ALLOWED, NOT_FOUND
 */
export function namedRecipients(
  state: TicketState,
  before: readonly SideParticipant[],
  inputs: RecipientInputs,
  removedIds: readonly string[] = [],
): NamedRecipients {
  const named = new Map<string, Named>();
  for (const header of SIDE_HEADERS) {
    for (const person of namedPeople(inputs[FIELDS[header]] ?? [], state.given, [FIELDS[header]])) {
      const key = person.isNew ? (person.address ?? person.party.id) : person.party.id;
      if (!named.has(key)) named.set(key, { ...person, header });
    }
  }
  const added = [...named.values()];
  const refused = added.flatMap((person) => whyNot(person, state));
  if (refused.length > 0) throw new Refusal(...refused);
  const joining = added.map(({ party, address, header }): SideParticipant => {
    return { person: party, address: address ?? '', header };
  });
  const stays = ({ person }: SideParticipant) =>
    !removedIds.includes(person.id) && !joining.some((one) => one.person.id === person.id);
  const participants = [...before.filter(stays), ...joining];
  if (!participants.some(({ header }) => header === 'TO')) {
    throw Refusal.of('INVALID', 'A side conversation needs somebody in To: name one.', ['to']);
  }
  const people = participants.map(({ person }) => person);
  // A limit that was lowered meanwhile refuses more people, and loses nobody.
  const tooMany = joining.length > 0 ? sideLimit(state.department.policy, people) : null;
  if (tooMany !== null) throw Refusal.of('INVALID', tooMany, ['to']);
  return {
    participants,
    changed: joining.map(({ person, address, header }) => ({ personId: person.id, address, header })),
    newPeople: newPeopleOf(added),
  };
}

function whyNot({ party, address, field }: Named, { department, deskAddresses }: TicketState): UserError[] {
  const name = party.name || address || 'This person';
  if (address === null) {
    return [{ code: 'INVALID', message: `${name} has no e-mail address: give them one, or leave them out.`, field }];
  }
  if (deskAddresses.includes(supportAddressOf(address, deskAddresses))) {
    return [{ code: 'INVALID', message: `${address} is an address of the desk itself: leave it out.`, field }];
  }
  if (party.state !== 'ACTIVE') {
    return [{ code: 'CC_NOT_ALLOWED', message: `${name} is ${party.state.toLowerCase()}: leave them out.`, field }];
  }
  if (isBlocked(address, department.policy.cc.blocklist)) {
    const message = `${address} is on the department's list of addresses that are never copied: leave it out.`;
    return [{ code: 'CC_BLOCKED', message, field }];
  }
  return [];
}
