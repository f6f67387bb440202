import type { InboundFacts } from './inbound-facts.ts';
import { nameOf, type JudgedAuthor } from './judged-author.ts';
import { visibilityAsked } from './mail-commands.ts';
import type { MailRecipients } from './mail-recipients.ts';
import { mayWriteSide, sideHeaderOf, sideOthersNamed, type SideDecisionFacts } from './side-conversation.ts';
import type { FactValue } from './trace.ts';
import { isFullAgent } from './vocabulary.ts';
import type { Confidence, PersonState } from './vocabulary.ts';

/**
 * The facts that the tables of rules look at, flat, so that a trace can hold them. Those with a dot in their names are
 * keys of the department's policy.
 */
export type DecisionFacts = SideDecisionFacts & {
  ownMail: boolean;
  deliveryReport: 'MATCHED' | 'UNMATCHED' | null;
  automatic: string | null;
  ticketFound: boolean;
  recovered: boolean;
  mailsLastHour: number;
  ticketMailsLastHour: number;
  malformed: string | null;
  authorState: PersonState | null;

  author: string;
  confidence: Confidence;
  confidenceReasons: readonly string[];
  update: boolean;
  identified: boolean;
  staffAddress: boolean;
  provenStaff: boolean;
  fromTakesPart: boolean;
  takesPartAs: readonly string[];
  mayEdit: boolean;
  mayCommentPublicly: boolean;
  /** NOTE for `#note` and `#public false`; null as well where commands do not count. */
  command: 'NOTE' | 'PUBLIC' | null;

  deskRecipients: readonly string[];
  outsideRecipients: readonly string[];
  recipientsBeyondStaff: readonly string[];
  contactRecipients: readonly string[];
  requesterIsRecipient: boolean;

  ccCount: number;
  newCcCount: number;
  hasPublicComment: boolean;
  repeatsInternal: boolean;
  forward: boolean;

  'mail.hourlySoft': number;
  'mail.hourlyHard': number;
  'mail.hourlyPerTicket': number;
  'cc.overflowInbound': string;
  'cc.maxPerTicket': number;
  'cc.replyWithoutRequester': string;
  'followers.replyPrivacy': string;
  'agentMail.publicByDefault': boolean;
  'agentMail.soleAccountRecipient': string;
  'privacy.cannotEditNoToken': string;
  'privacy.leakGuard': boolean;
};

/** Every fact is something that a trace can record. */
type Recordable<T extends Record<keyof T, FactValue>> = T;
export type RecordedFacts = Recordable<DecisionFacts>;

/** Each fact is looked up when a rule sees it: a decision depends on nothing that no rule of its table has seen. */
export type FactsToSee = { readonly [K in keyof DecisionFacts]: () => DecisionFacts[K] };

export function decisionFacts(
  facts: InboundFacts,
  judged: JudgedAuthor,
  recipients: () => MailRecipients,
  newCcCount: () => number,
): FactsToSee {
  const { message, author } = facts;
  const { policy } = facts.department;
  const ticket = judged.update ? facts.ticket : null;
  const addresses = (of: MailRecipients['all']): string[] => of.map(({ address }) => address);
  return {
    ownMail: () => message.own,
    deliveryReport: () => message.deliveryReport && (message.deliveryReport.matched ? 'MATCHED' : 'UNMATCHED'),
    automatic: () => message.automatic,
    ticketFound: () => facts.ticket !== null,
    recovered: () => message.recovered !== null,
    mailsLastHour: () => message.lastHour,
    ticketMailsLastHour: () => message.ticketLastHour,
    malformed: () => message.malformed,
    authorState: () => author.party?.state ?? null,

    author: () => nameOf(author),
    confidence: () => judged.confidence,
    confidenceReasons: () => message.confidenceReasons,
    update: () => judged.update,
    identified: () => judged.identified,
    staffAddress: () => judged.staffAddress,
    provenStaff: () => judged.provenStaff,
    fromTakesPart: () => judged.fromTakesPartAs.length > 0,
    takesPartAs: () => judged.takesPartAs,
    mayEdit: () => judged.mayEdit,
    mayCommentPublicly: () => !judged.provenStaff || (isFullAgent(judged.person) && judged.person.mayCommentPublicly),
    command: () => commandOf(facts, judged),

    deskRecipients: () => recipients().desk,
    outsideRecipients: () => addresses(recipients().outside),
    recipientsBeyondStaff: () => addresses(recipients().beyondStaff),
    contactRecipients: () => addresses(recipients().contacts),
    requesterIsRecipient: () => recipients().requesterIsOne,

    ccCount: () => ticket?.ccs.length ?? 0,
    newCcCount,
    hasPublicComment: () => ticket?.hasPublicComment === true,
    repeatsInternal: () => message.repeatsInternal,
    forward: () => message.forward,

    sideHeader: () => sideHeaderOf(facts, judged),
    sideMayWrite: () => mayWriteSide(facts, judged),
    sideOthersNamed: () => sideOthersNamed(facts),

    'mail.hourlySoft': () => policy.mail.hourlySoft,
    'mail.hourlyHard': () => policy.mail.hourlyHard,
    'mail.hourlyPerTicket': () => policy.mail.hourlyPerTicket,
    'cc.overflowInbound': () => policy.cc.overflowInbound,
    'cc.maxPerTicket': () => policy.cc.maxPerTicket,
    'cc.replyWithoutRequester': () => policy.cc.replyWithoutRequester,
    'followers.replyPrivacy': () => policy.followers.replyPrivacy,
    'agentMail.publicByDefault': () => policy.agentMail.publicByDefault,
    'agentMail.soleAccountRecipient': () => policy.agentMail.soleAccountRecipient,
    'privacy.cannotEditNoToken': () => policy.privacy.cannotEditNoToken,
    'privacy.leakGuard': () => policy.privacy.leakGuard,
  };
}

/** Commands count only from proven staff and where `mailapi.enabled`; a note wins over `#public`. */
function commandOf(
  { message, department: { policy } }: InboundFacts,
  { provenStaff }: JudgedAuthor,
): 'NOTE' | 'PUBLIC' | null {
  if (!provenStaff || !policy.mailapi.enabled) return null;
  const asked = new Set(message.commands.map(visibilityAsked));
  if (asked.has('INTERNAL')) return 'NOTE';
  return asked.has('PUBLIC') ? 'PUBLIC' : null;
}
