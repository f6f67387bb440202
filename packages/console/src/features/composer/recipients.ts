import {
  mayCopy,
  previewOf,
  type DepartmentPolicy,
  type Party,
  type ReplyPreview,
  type TicketStatus,
  type ToldHeader,
  type ToldTicket,
  type Trigger,
} from '@copydesk/rules';
import type { PersonPartsFragment, TicketPeopleFragment, Visibility } from '../../gql/graphql.ts';
import type { DraftCc } from './draft.ts';

/** What of a ticket says who takes part. */
export type TakingPart = {
  requester: PersonPartsFragment;
  assignee: PersonPartsFragment | null;
  ccs: TicketPeopleFragment['ccs'];
  followers: readonly PersonPartsFragment[];
  department: { supportAddresses: readonly string[]; triggers: readonly Trigger[] };
} & Pick<ToldTicket, 'status' | 'subject' | 'tags'> & { priority: ToldTicket['priority'] | null };

export type Recipient = { address: string; name: string; header: ToldHeader; because: string };

export type WhoGetsIt = {
  recipients: readonly Recipient[];
  /** Sentences about those who would be told but cannot be. */
  untold: readonly string[];
  /** Who of the draft's CCs is refused, by their party's id, and why. */
  refused: ReadonlyMap<string, string>;
};

/** A person as the rules see them. */
export function partyOf(person: PersonPartsFragment, address?: string | null): Party {
  return {
    id: person.id,
    name: person.name,
    role: person.role,
    state: person.state ?? 'ACTIVE',
    mayCommentPublicly: person.mayCommentPublicly ?? true,
    departmentIds: person.departments.map((department) => department.id),
    address: address === undefined ? (person.addresses[0] ?? null) : address,
  };
}

export function toldTicket(ticket: TakingPart): ToldTicket {
  const { status, subject, tags, priority } = ticket;
  return {
    status,
    subject,
    tags,
    priority: priority ?? 'NORMAL',
    requester: partyOf(ticket.requester),
    assignee: ticket.assignee ? partyOf(ticket.assignee) : null,
    ccs: ticket.ccs.map((cc) => partyOf(cc.person, cc.address ?? null)),
    followers: ticket.followers.map((person) => partyOf(person)),
  };
}

/** Why this person may not become a CC of the ticket now; null: they may. `before`: CCs this reply adds before them. */
export function whyNotCopied(
  ticket: TakingPart,
  author: Party,
  policy: DepartmentPolicy,
  wanted: { party: Party | null; address: string | null },
  change: { before: number; removed: number },
): string | null {
  const answer = mayCopy({
    address: wanted.address,
    party: wanted.party,
    ticket: {
      ccCount: ticket.ccs.length + change.before - change.removed,
      requesterId: ticket.requester.id,
      isCcAlready: ticket.ccs.some((cc) => cc.person.id === wanted.party?.id || same(cc.address, wanted.address)),
      stickyRemoved: false,
    },
    department: { policy, supportAddresses: ticket.department.supportAddresses },
    actor: author,
    via: 'CONSOLE',
  });
  return answer.ok ? null : answer.message;
}

/** Who a reply or note would reach, by the same rules that the server asks. */
export function whoGetsIt(
  ticket: TakingPart,
  author: Party,
  policy: DepartmentPolicy,
  draft: {
    visibility: Visibility;
    addCcs: readonly DraftCc[];
    removeCcIds: readonly string[];
    status?: TicketStatus | null;
  },
): WhoGetsIt {
  const refused = new Map<string, string>();
  const accepted: Party[] = [];
  const removed = policy.cc.removeViaReplyEditor ? draft.removeCcIds.length : 0;
  for (const cc of draft.addCcs) {
    const wanted = { party: cc.id === null ? null : cc.party, address: cc.party.address };
    const why = whyNotCopied(ticket, author, policy, wanted, { before: accepted.length, removed });
    if (why === null) accepted.push(cc.party);
    else refused.set(cc.party.id, why);
  }
  const told = toldTicket(ticket);
  const reply = {
    author,
    visibility: draft.visibility,
    addCcs: accepted,
    removeCcIds: draft.removeCcIds,
    via: 'CONSOLE' as const,
    status: draft.status ?? null,
  };
  const preview = previewOf(reply, told, { policy, triggers: ticket.department.triggers });
  return {
    recipients: named(preview, [...accepted, ...everybody(told)]),
    untold: preview.untold.map((each) => each.because),
    refused,
  };
}

function named(preview: ReplyPreview, people: readonly Party[]): Recipient[] {
  const names = new Map(people.map((person) => [person.id, person.name]));
  return preview.told.map(({ personId, address, header, because }) => ({
    address,
    header,
    because,
    name: names.get(personId) ?? address,
  }));
}

function everybody(ticket: ToldTicket): Party[] {
  return [ticket.requester, ...ticket.ccs, ...ticket.followers, ...(ticket.assignee === null ? [] : [ticket.assignee])];
}

function same(one: string | null | undefined, other: string | null): boolean {
  return one !== null && one !== undefined && one === other?.trim().toLowerCase();
}

const HEADER: Readonly<Record<ToldHeader, string>> = { TO: 'To', CC: 'Cc', HIDDEN: 'hidden' };

/** `Goes to 3 people: Rita (To), Carl (Cc), Fay (hidden)`; more than `most` are counted. */
export function recipientsSentence(recipients: readonly Pick<Recipient, 'name' | 'header'>[], most = 5): string {
  if (recipients.length === 0) return 'Goes to nobody: there is no one to write to.';
  const people = recipients.slice(0, most).map(({ name, header }) => `${name} (${HEADER[header]})`);
  const more = recipients.length - people.length;
  const rest = more === 0 ? '' : ` and ${more} more`;
  return `Goes to ${recipients.length} ${recipients.length === 1 ? 'person' : 'people'}: ${people.join(', ')}${rest}`;
}

/** Who stands in one list of addresses and not in the other. */
export function difference(shown: readonly string[], now: readonly string[]): { added: string[]; gone: string[] } {
  return {
    added: now.filter((address) => !shown.includes(address)),
    gone: shown.filter((address) => !now.includes(address)),
  };
}
