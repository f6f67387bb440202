import { isBlocked, supportAddressOf } from './addresses.ts';
import type { DepartmentPolicy } from './policy.ts';
import { isFullAgent, isStaff } from './vocabulary.ts';
import type { NotCopiedReason, Party, UserErrorCode, Via } from './vocabulary.ts';

/** A wish to copy somebody on a ticket. */
export type CopyRequest = {
  /** The canonical address; null for a known person without one. */
  address: string | null;
  /** The person behind the address; null: nobody is known by it. */
  party: Party | null;
  ticket: {
    /** How many CCs the ticket has, including those that the same call added before this one. */
    ccCount: number;
    requesterId: string | null;
    /** Left out: they are not. */
    isCcAlready?: boolean;
    /** An agent removed them, and this mail does not answer one that left them out. Looked at for mail alone. */
    stickyRemoved?: boolean;
  };
  department: { policy: DepartmentPolicy; supportAddresses: readonly string[] };
  /** Who asks; null: a customer whom the desk does not know yet. */
  actor: Pick<Party, 'role' | 'state'> | null;
  via: Via;
};

export type Copyable = { ok: true } | { ok: false; code: UserErrorCode; reason: NotCopiedReason; message: string };

type RefusalRow = {
  code: UserErrorCode;
  reason: NotCopiedReason;
  when: (request: CopyRequest) => boolean;
  message: (who: string, request: CopyRequest) => string;
};

const policyOf = (request: CopyRequest): DepartmentPolicy => request.department.policy;

const orFollow = (request: CopyRequest): string =>
  policyOf(request).followers.enabled ? ' Add them as a follower.' : '';
const asksAsCustomer = (request: CopyRequest): boolean => !isStaff(request.actor);

/** Why somebody is not copied, in order; the first that holds is the answer. */
const REFUSALS: readonly RefusalRow[] = [
  /** seeds/002: "Adding CC … is department specific, so it needs to be enabled" */
  {
    code: 'CC_DISABLED',
    reason: 'CC_DISABLED',
    when: (request) => !policyOf(request).cc.enabled,
    message: (who) => `${who} was not copied: this department does not use CCs. An admin can turn them on.`,
  },
  /** seeds/000: "agents (but not light agents) and end users can add CCs" */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'ASKED_BY_LIGHT_AGENT',
    when: ({ actor }) => isStaff(actor) && !isFullAgent(actor),
    message: (who) => `${who} was not copied: light agents copy nobody.`,
  },
  /** seeds/002: "Auto-add email recipients in the ticket's Secondary Contacts (CCs) field" */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'AUTO_ADD_OFF',
    when: (request) => request.via === 'MAIL' && !policyOf(request).cc.autoAddEmailRecipients,
    message: (who) => `${who} was not copied: this department copies nobody because of a mail.`,
  },
  /** seeds/000, seeds/002: end users add CCs by mail, or do not */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'CUSTOMERS_MAY_NOT_ADD',
    when: (request) => request.via === 'MAIL' && asksAsCustomer(request) && !policyOf(request).cc.endUsersMayAddByEmail,
    message: (who) => `${who} was not copied: customers add nobody by mail here.`,
  },
  /** seeds/002: "Customers can CC other users while: Submitting a ticket through the help center" */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'CUSTOMERS_MAY_NOT_ADD',
    when: (request) =>
      request.via !== 'MAIL' &&
      asksAsCustomer(request) &&
      !(policyOf(request).cc.endUsersMayAddInPortal && policyOf(request).helpCenter.enabled),
    message: (who) => `${who} was not copied: customers add nobody in the help center here. Ask the team to.`,
  },
  {
    code: 'INVALID',
    reason: 'NO_ADDRESS',
    when: ({ address, party }) => party === null && (address === null || !address.includes('@')),
    message: (who) => `${who} was not copied: give a person or an address.`,
  },
  /** seeds/002, cannot be CC: "Support email addresses", "From addresses" */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'SUPPORT_ADDRESS',
    when: ({ address, department: { supportAddresses } }) =>
      address !== null && supportAddresses.includes(supportAddressOf(address, supportAddresses)),
    message: (who) => `${who} was not copied: it is an address of the desk itself.`,
  },
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'REQUESTER',
    when: ({ party, ticket }) => party !== null && party.id === ticket.requesterId,
    message: (who) => `${who} was not copied: they are the requester and get every public comment anyway.`,
  },
  /** seeds/000: "you can specify email addresses that can never be copied as a CC or follower" */
  {
    code: 'CC_BLOCKED',
    reason: 'BLOCKED',
    when: (request) => addressesOf(request).some((address) => isBlocked(address, policyOf(request).cc.blocklist)),
    message: (who) => `${who} was not copied: the address is on the block list.`,
  },
  /** seeds/002: "Deleted contacts", "Spam contacts", "Anonymous contacts" */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'EXCLUDED_KIND',
    when: ({ party, department: { policy } }) => policy.cc.excludedContactKinds.some((kind) => kind === party?.state),
    message: (who, { party }) => `${who} was not copied: the contact is ${party?.state.toLowerCase()}.`,
  },
  /** seeds/001: "CCs allow you to include end users and agents"; seeds/002, cannot be CC: "Agent email addresses" */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'STAFF_NOT_ALLOWED',
    when: (request) => isStaff(request.party) && !policyOf(request).cc.allowAgents,
    message: (who, request) => `${who} was not copied: agents cannot be CCs here.${orFollow(request)}`,
  },
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'LIGHT_AGENT_NOT_ALLOWED',
    when: (request) => isStaff(request.party) && !isFullAgent(request.party) && !policyOf(request).cc.lightAgentsAsCc,
    message: (who, request) => `${who} was not copied: light agents cannot be CCs here.${orFollow(request)}`,
  },
  /** seeds/001: "Users you add by email automatically become end users" */
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'UNKNOWN_ADDRESS',
    when: (request) => request.party === null && policyOf(request).cc.newAddressCreates === 'REJECT',
    message: (who) => `${who} was not copied: nobody is known by this address. Create the person first.`,
  },
  {
    code: 'CC_NOT_ALLOWED',
    reason: 'REMOVED_BY_AGENT',
    when: ({ via, ticket }) => via === 'MAIL' && ticket.stickyRemoved === true,
    message: (who) => `${who} was not copied: an agent had removed them. An agent can add them again.`,
  },
  /** seeds/001: "up to 48 email CCs"; seeds/002: "A maximum of 20 CC email addresses" */
  {
    code: 'CC_LIMIT',
    reason: 'LIMIT',
    when: (request) => request.ticket.ccCount >= policyOf(request).cc.maxPerTicket,
    message: (who, request) =>
      `${who} was not copied: a ticket takes ${policyOf(request).cc.maxPerTicket} CCs, ` +
      `and this one has ${request.ticket.ccCount}.`,
  },
];

/** May this person become a CC? Whoever is one already may, where CCs are on: it changes nothing. */
export function mayCopy(request: CopyRequest): Copyable {
  const refusal = REFUSALS.find((row) => row.when(request));
  if (refusal === undefined) return { ok: true };
  if (request.ticket.isCcAlready && refusal.reason !== 'CC_DISABLED') return { ok: true };
  const { code, reason } = refusal;
  return { ok: false, code, reason, message: refusal.message(nameOf(request), request) };
}

/** Does a form show its CC field to this person? Staff see it by the layout, customers where they may add CCs online. */
export function offersCcs(policy: DepartmentPolicy, actor: Party | null): boolean {
  const { cc, helpCenter } = policy;
  if (!cc.enabled || !cc.fieldInLayout) return false;
  return isStaff(actor) ? isFullAgent(actor) : cc.endUsersMayAddInPortal && helpCenter.enabled;
}

export type FollowRequest = {
  party: Party;
  department: { policy: DepartmentPolicy };
  /** Who asks; null: the rules themselves. */
  actor: Pick<Party, 'role' | 'state'> | null;
};

export type Followable = { ok: true } | { ok: false; code: UserErrorCode; message: string };

/** May this person become a follower? Staff only, whom staff add (seeds/001: "Internal users can add followers"). */
export function mayFollow({ party, department: { policy }, actor }: FollowRequest): Followable {
  if (actor !== null && !isStaff(actor)) {
    return { ok: false, code: 'FORBIDDEN', message: 'Only staff add followers.' };
  }
  if (!policy.followers.enabled) {
    return { ok: false, code: 'FOLLOWERS_DISABLED', message: 'This department does not use followers.' };
  }
  if (!isStaff(party)) {
    return {
      ok: false,
      code: 'NOT_A_FOLLOWER_KIND',
      message: `${party.name || 'This person'} cannot follow: followers are agents, light agents or admins.`,
    };
  }
  if (party.address !== null && isBlocked(party.address, policy.cc.blocklist)) {
    return { ok: false, code: 'CC_BLOCKED', message: `${party.address} is on the block list, so it cannot follow.` };
  }
  return { ok: true };
}

/** The CC limit of a ticket beside what it uses. A ticket over the limit keeps its CCs and takes no more. */
export function ccLimit(policy: DepartmentPolicy, used: number): { limit: number; used: number; over: boolean } {
  return { limit: policy.cc.maxPerTicket, used, over: used > policy.cc.maxPerTicket };
}

/**
 * The CCs who count as such now: nobody while CCs are off, no staff while `cc.allowAgents` is off. The others stay
 * listed on the ticket, and are neither written to nor judged as CCs.
 */
export function effectiveCcs(ccs: readonly Party[], policy: DepartmentPolicy): readonly Party[] {
  return policy.cc.enabled ? ccs.filter((person) => policy.cc.allowAgents || !isStaff(person)) : [];
}

function addressesOf({ address, party }: CopyRequest): readonly string[] {
  return [address, party?.address ?? null].filter((one) => one !== null);
}

function nameOf({ address, party }: CopyRequest): string {
  return party?.name || address || party?.address || 'This person';
}
