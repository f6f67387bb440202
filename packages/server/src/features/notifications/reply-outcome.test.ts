import {
  changePolicy,
  defaultTriggers,
  PRESET_POLICIES,
  type Party,
  type Role,
  type TicketStatus,
} from '@copydesk/rules';
import { describe, expect, it } from 'vitest';
import type { TicketState } from '../tickets/index.ts';
import { headersOf } from './message-headers.ts';
import type { PlannedMessage } from './plan-messages.ts';
import { replyOutcomeOf, replyOutcomes } from './reply-outcome.ts';

const DEPARTMENT = 'claims';

function aParty(id: string, role: Role, given: Partial<Party> = {}): Party {
  const departmentIds = role === 'END_USER' ? [] : [DEPARTMENT];
  const address = `${id}@example.com`;
  return {
    id,
    name: id,
    role,
    state: 'ACTIVE',
    mayCommentPublicly: role !== 'LIGHT_AGENT',
    departmentIds,
    address,
    ...given,
  };
}

const PEOPLE = [
  aParty('carl', 'END_USER'),
  aParty('mia', 'AGENT', { mayCommentPublicly: false }),
  aParty('ada', 'AGENT'),
  aParty('otto', 'AGENT', { departmentIds: ['elsewhere'] }),
  aParty('lena', 'LIGHT_AGENT'),
];

const POLICIES = Object.values(PRESET_POLICIES).flatMap((preset) =>
  (['PRIVATE', 'PUBLIC'] as const).flatMap((replyWithoutRequester) =>
    ([true, false] as const).map((publicByDefault) => {
      const changed = changePolicy(preset, {
        cc: { enabled: true, replyWithoutRequester, lightAgentsAsCc: true },
        agentMail: { publicByDefault },
        followers: { enabled: true, replyPrivacy: publicByDefault ? 'CHECKLIST' : 'PRIVATE' },
      });
      if (!changed.ok) throw new Error(changed.errors[0]?.message);
      return changed.policy;
    }),
  ),
);

type Made = { number: number; policyVersion: number; requester: Party; chosen: readonly Party[]; half: number };

function* tickets(): Generator<TicketState> {
  let number = 0;
  for (const policyVersion of POLICIES.keys()) {
    for (const requester of [aParty('rita', 'END_USER'), aParty('rolf', 'AGENT')]) {
      for (let subset = 0; subset < 2 ** PEOPLE.length; subset += 1) {
        const chosen = PEOPLE.filter((_, at) => (subset >> at) & 1);
        for (const half of [0, 1]) yield aTicket({ number: (number += 1), policyVersion, requester, chosen, half });
      }
    }
  }
}

/** In one half staff follow, in the other they are copied. */
function aTicket({ number, policyVersion, requester, chosen, half }: Made): TicketState {
  const policy = POLICIES[policyVersion]!;
  const staff = chosen.filter(({ role }) => role !== 'END_USER');
  const followers = half === 0 ? staff : [];
  const status: TicketStatus = half === 0 ? 'OPEN' : 'SOLVED';
  const made: Partial<TicketState> = {
    id: `ticket-${number}`,
    number,
    subject: 'Roof',
    status,
    publicCommentCount: number % 3,
    requester,
    assignee: staff[0] ?? null,
    ccs: chosen
      .filter((person) => !followers.includes(person))
      .map((person) => ({ ...person, helpCenterAccess: true })),
    followers: [...followers],
    removedCcIds: [],
    tags: [],
    department: {
      id: DEPARTMENT,
      name: 'Claims',
      slug: 'claims',
      preset: 'CUSTOM',
      basePreset: 'COPYDESK',
      policy,
      policyVersion,
      language: 'en',
      triggers: defaultTriggers(() => 'trigger'),
      supportAddresses: ['claims@desk.example'],
    },
  };
  return made as TicketState;
}

function messagesOf(ticket: TicketState): PlannedMessage[] {
  // A trigger may write to staff who take no part.
  const people = [ticket.requester, ...ticket.ccs, ...PEOPLE];
  return people.map((person, at) => {
    const message: Partial<PlannedMessage> = {
      event: { data: {} } as PlannedMessage['event'],
      ticket,
      told: { mail: 'COMMENT', address: person.address } as PlannedMessage['told'],
      person: { ...person, language: null, addresses: [] },
      comment: null,
      author: null,
      hidden: at > ticket.ccs.length && person.role !== 'END_USER',
    };
    return message as PlannedMessage;
  });
}

describe('what an answer becomes', () => {
  it('is the same worked out once for a class of people as for each', () => {
    const byClass = replyOutcomes();
    const seen = new Set<string>();
    let count = 0;
    for (const ticket of tickets()) {
      for (const message of messagesOf(ticket)) {
        const headers = headersOf(message, 'claims+token@desk.example', []);
        const each = replyOutcomeOf(message, headers);
        expect(byClass(message, headers)).toEqual(each);
        seen.add(`${each.reply} ${each.replyAll}`);
        count += 1;
      }
    }
    expect([...seen].toSorted()).toEqual(['INTERNAL INTERNAL', 'INTERNAL PUBLIC', 'PUBLIC PUBLIC']);
    expect(count).toBeGreaterThan(5_000);
  });
});
