import { v7 } from 'uuid';
import { whoIsToldOfSide, type InboundResult, type Party, type SideParticipant } from '@copydesk/rules';
import { recipientsOf, sideEvent } from '../side-conversations/index.ts';
import { subjectOf, type NewPerson, type NewSideMessage, type TicketPlan } from '../tickets/index.ts';
import type { Gathered } from './gather-facts.ts';
import { decisionOf, flagsOf, type StoredAttachment } from './plan-message.ts';

/**
 * The plan of a mail that belongs to a side conversation: a message there, and nothing else of the ticket. Pure but for
 * the ids that it makes.
 *
 * @param attachments their bytes must be stored in the same transaction before the plan is written
 */
export function planSideMessage(
  inboundMessageId: string,
  gathered: Gathered,
  result: InboundResult,
  attachments: readonly StoredAttachment[],
): TicketPlan {
  const { state, side, facts, mail, text } = gathered;
  const outcome = result.side;
  if (!state || !side || !outcome) throw new Error('The rules keep a mail in a side conversation that is not there.');
  const automatic = facts.message.automatic !== null;
  const { author, made } = authorOf(gathered, automatic);
  const participants = side.participants.map((one): SideParticipant =>
    one.person.id === outcome.becomesCc ? { ...one, header: 'CC' } : one,
  );
  const message: NewSideMessage = {
    id: v7(),
    authorId: author?.id ?? null,
    bodyText: text,
    bodyHtml: mail.html,
    quotedText: mail.quotedText,
    via: automatic ? 'SYSTEM' : 'MAIL',
    decision: decisionOf(gathered, result),
    recipients: outcome.writesTo === 'EVERYBODY' ? recipientsOf(participants) : namedIn(gathered),
    told: whoIsToldOfSide({
      author,
      writesTo: outcome.writesTo,
      haveIt: [...facts.message.to, ...facts.message.cc].flatMap(({ address, party }) => [
        address,
        ...(party ? [party.id] : []),
      ]),
      participants,
      startedBy: side.createdBy,
      assignee: state.assignee,
      followers: state.followers,
      subject: subjectOf(state),
      policy: state.department.policy,
    }),
    shown: outcome.shown,
    flags: flagsOf(gathered, result),
    inboundMessageId,
    attachments,
  };
  const warnings = result.warnings.map((warning) => ({ id: v7(), commentId: null, ...warning }));
  return {
    ticketId: state.id,
    expectSeq: state.seq,
    actorId: author?.id ?? null,
    newPeople: made,
    side: {
      conversationId: side.id,
      ...(outcome.reopens ? { set: { state: 'OPEN' } } : {}),
      participants: participants
        .filter(({ person }) => person.id === outcome.becomesCc)
        .map(({ person, address, header }) => ({ personId: person.id, address, header })),
      message,
    },
    raiseWarnings: warnings,
    events: [
      sideEvent(side.id, message.id),
      ...warnings.map(({ id }) => ({ type: 'warning.raised' as const, public: false, data: { warningId: id } })),
    ],
  };
}

/** A stranger becomes an end user, as whoever comments does; nobody is made of what a machine sent. */
function authorOf({ facts }: Gathered, automatic: boolean): { author: Party | null; made: NewPerson[] } {
  const { party, address, name } = facts.author;
  if (party || automatic) return { author: party, made: [] };
  const made = { id: v7(), name: name.trim() || address.slice(0, address.lastIndexOf('@')), address };
  const author: Party = { ...made, role: 'END_USER', state: 'ACTIVE', mayCommentPublicly: true, departmentIds: [] };
  return { author, made: [made] };
}

/** Whom the mail itself named, the desk's own addresses left out. */
function namedIn({ facts }: Gathered): NewSideMessage['recipients'] {
  const { to, cc } = facts.message;
  const named = [
    ...to.map((one) => ({ ...one, header: 'TO' as const })),
    ...cc.map((one) => ({ ...one, header: 'CC' as const })),
  ];
  return named
    .filter(({ support }) => !support)
    .map(({ address, party, header }) => ({ personId: party?.id ?? null, address, header }));
}
