import { senderMay } from './confidence.ts';
import { effectiveCcs } from './copying.ts';
import type { InboundFacts, InboundTicketFacts } from './inbound-facts.ts';
import { isStaff } from './vocabulary.ts';
import type { ActsAs, Confidence, Party } from './vocabulary.ts';

export type TakesPartAs = 'REQUESTER' | 'CC' | 'ASSIGNEE' | 'FOLLOWER';

/** Who the author of an inbound message is to its ticket, and as what the rules judge them. */
export type JudgedAuthor = {
  /** The active person behind the address; null: nobody known, or somebody suspended, deleted or the like. */
  person: Party | null;
  /** As found, but LIKELY at most for a recovered message. */
  confidence: Confidence;
  /** The message goes on a ticket; otherwise it opens one. */
  update: boolean;
  identified: boolean;
  staffAddress: boolean;
  provenStaff: boolean;
  /** What the address is to the ticket, whoever really sent the message. */
  fromTakesPartAs: readonly TakesPartAs[];
  /** What the author is to the ticket for the rules: nothing, when they are judged as a third party. */
  takesPartAs: readonly TakesPartAs[];
  mayEdit: boolean;
  actsAs: ActsAs;
};

/** A closed ticket takes no reply where the department opens follow-ups. */
export function opensFollowUp({ ticket, department }: InboundFacts): boolean {
  return ticket?.status === 'CLOSED' && department.policy.ticket.onClosedReply === 'FOLLOW_UP';
}

export function judgeAuthor(facts: InboundFacts): JudgedAuthor {
  const { message, author, ticket } = facts;
  const person = author.party?.state === 'ACTIVE' ? author.party : null;
  const confidence = message.recovered !== null && message.confidence === 'PROVEN' ? 'LIKELY' : message.confidence;
  const staffAddress = isStaff(person);
  const provenStaff = staffAddress && senderMay(confidence, 'ACT_AS_STAFF');
  const update = ticket !== null && !opensFollowUp(facts);
  const fromTakesPartAs = relationsOf(facts, person);
  const isThirdParty = !senderMay(confidence, 'BE_JUDGED') || (staffAddress && !provenStaff);
  const takesPartAs = !update ? (['REQUESTER'] as const) : isThirdParty ? [] : fromTakesPartAs;
  return {
    person,
    confidence,
    update,
    identified: message.recovered !== null || message.identification === 'IDENTIFIED',
    staffAddress,
    provenStaff,
    fromTakesPartAs,
    takesPartAs,
    mayEdit: mayEdit(update ? ticket : null, provenStaff ? person : null, takesPartAs),
    actsAs: actsAs({ update, provenStaff, takesPartAs }),
  };
}

/** What is said of an author by name: the contact's, else the mail's own, else the address. */
export function nameOf({ party, name, address }: InboundFacts['author']): string {
  return party?.name || name || address;
}

/** Staff of the ticket's department, its assignee, its requester, its CCs; anybody, when they open a ticket. */
function mayEdit(
  ticket: InboundTicketFacts | null,
  provenStaff: Party | null,
  takesPartAs: readonly TakesPartAs[],
): boolean {
  if (ticket === null || takesPartAs.some((as) => as !== 'FOLLOWER')) return true;
  return (
    provenStaff !== null && (provenStaff.role === 'ADMIN' || provenStaff.departmentIds.includes(ticket.departmentId))
  );
}

/** seeds/004: an agent who is the requester is a customer on that ticket. */
function actsAs({
  update,
  provenStaff,
  takesPartAs,
}: Pick<JudgedAuthor, 'update' | 'provenStaff' | 'takesPartAs'>): ActsAs {
  if (!update || takesPartAs.includes('REQUESTER')) return 'CUSTOMER';
  if (provenStaff) return 'STAFF';
  return takesPartAs.length > 0 ? 'CUSTOMER' : 'THIRD_PARTY';
}

function relationsOf({ ticket, department: { policy } }: InboundFacts, person: Party | null): TakesPartAs[] {
  if (ticket === null || person === null) return [];
  const staff = isStaff(person);
  const relations: [TakesPartAs, boolean][] = [
    ['REQUESTER', ticket.requester.id === person.id],
    ['CC', effectiveCcs(ticket.ccs, policy).some((cc) => cc.id === person.id)],
    ['ASSIGNEE', staff && ticket.assigneeId === person.id],
    ['FOLLOWER', staff && policy.followers.enabled && ticket.followerIds.includes(person.id)],
  ];
  return relations.filter(([, holds]) => holds).map(([as]) => as);
}
