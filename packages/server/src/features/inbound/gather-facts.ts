import {
  CONFIDENCES,
  isStaff,
  lookalikeSentence,
  readMailCommands,
  senderConfidence,
  senderMay,
  supportAddressOf,
  type Confidence,
  type InboundFacts,
  type InboundTicketFacts,
  type MailCommand,
  type Party,
  type Recipient,
  type SenderConfidence,
} from '@copydesk/rules';
import type { TrustedRelay } from '../../config.ts';
import type { Queries } from '../../platform/database/database.ts';
import { authenticationByRelay } from '../../platform/mail/authenticate/trusted-relay.ts';
import { readReplyAddress } from '../../platform/mail/canonical.ts';
import type { Mailbox, ParsedMail } from '../../platform/mail/parse/parsed-mail.ts';
import { deskHost } from '../notifications/index.ts';
import type { DepartmentState, GivenPerson, NewTicketState, TicketState } from '../tickets/index.ts';
import { loadSideConversation, type SideConversationState } from '../side-conversations/index.ts';
import { repeatsInternalText } from './compare-texts.ts';
import type { FactSource } from './fact-source.ts';
import { findLookalikes } from './find-lookalikes.ts';
import { givenByCommands, lookupsOf } from './command-lookups.ts';
import { readCommentTexts, type MailsByConfidence } from './read-routing.ts';
import type { Route, StoredMessage } from './route-message.ts';

/** The facts of a message, and what they were made from. */
export type Gathered = {
  facts: InboundFacts;
  department: DepartmentState;
  /** Null: no ticket was found. A message that opens a follow-up has the closed one here. */
  state: TicketState | null;
  /** The side conversation of that ticket that it belongs to. */
  side: SideConversationState | null;
  /** Departments that its commands name. */
  named: readonly DepartmentState[];
  mail: ParsedMail;
  /** The text without the commands that count. */
  text: string;
  replyToDiffers: boolean;
  /** Acknowledgements that the author was sent within the hour. */
  acknowledged: number;
};

export type GatherOptions = {
  trustedRelays: readonly TrustedRelay[];
  publicUrl: string;
  /** For a simulation: this confidence instead of what the message proves. */
  confidence?: Confidence | undefined;
  /** For a simulation: these settings instead of the department's own. */
  policy?: InboundFacts['department']['policy'] | undefined;
};

/** Loads what the rules look at: one statement, or two for a ticket whose internal notes a staff mail must not repeat. */
export async function gatherFacts(
  source: FactSource,
  message: StoredMessage,
  mail: ParsedMail,
  route: Route,
  options: GatherOptions,
): Promise<Gathered> {
  const { commands, rest } = mail.hasTextPart
    ? readMailCommands(mail.visibleText)
    : { commands: [], rest: mail.visibleText };
  const { db } = source;
  const around = underPolicy(await loadAround(source, mail, route, commands), options.policy);
  const { state, department, deskAddresses, given } = around;
  const side = state && route.sideConversationId ? await loadSideConversation(db, route.sideConversationId) : null;
  if (side && side.ticketId !== state?.id) throw new Error('The side conversation moved to another ticket meanwhile.');
  const partyOf = (address: string): Party | null =>
    given.find(({ addresses }) => addresses.includes(address))?.party ?? null;
  const from = mail.from[0] ?? { name: '', address: message.envelopeFrom };
  const party = partyOf(from.address);
  const elsewhere = mail.replyTo.filter(
    ({ address }) => address !== from.address && partyOf(address)?.id !== (party?.id ?? '-'),
  );
  const replyTo = elsewhere.find(({ address }) => isStaff(partyOf(address))) ?? elsewhere[0] ?? null;
  const sender = confidenceOf(message, mail, route, { from: from.address, party, replyTo, partyOf }, options);
  const commandsCount =
    isStaff(party) && sender.confidence === 'PROVEN' && !message.recovered && department.policy.mailapi.enabled;
  const lookalikes = await findLookalikes(
    db,
    [from, ...mail.replyTo, ...mail.to, ...mail.cc].map(({ address }) => address),
    deskAddresses,
  );
  const ofAuthor = lookalikes.filter(({ address }) => address === from.address);
  const recipient = recipientMaker(deskAddresses, partyOf);
  const facts: InboundFacts = {
    message: {
      identification: state ? route.identification : 'NONE',
      confidence: sender.confidence,
      confidenceReasons: [...sender.reasons, ...ofAuthor.map(lookalikeSentence)],
      lookalikes,
      own:
        route.routing.own ||
        mail.headers.some(({ key, value }) => key === 'x-copydesk-loop' && value.trim() === deskHost(options)),
      deliveryReport: mail.deliveryReport && { matched: route.routing.reported.length > 0 },
      automatic: mail.automatic ?? (message.envelopeFrom === '' ? 'null sender' : null),
      malformed: fromOurselves(from.address, deskAddresses),
      lastHour: lastHour(route.routing.others, sender.confidence),
      ticketLastHour: ticketLastHour(route, state, { party, confidence: sender.confidence }),
      to: mail.to.map(recipient),
      cc: mail.cc.map(recipient),
      commands,
      lookups: lookupsOf(commands, given, around.givenDepartments),
      namedInAnswered: route.namedInAnswered,
      repeatsInternal: await repeats(db, state, party, mail, department),
      forward: mail.forward,
      forwarded: mail.forwarded && { ...mail.forwarded.from, party: partyOf(mail.forwarded.from.address) },
      recovered: message.recovered ? { suspendedBy: message.suspendedBy } : null,
    },
    author: { address: from.address, name: from.name, party },
    ticket: state && ticketFacts(state),
    side,
    department: { id: department.id, policy: department.policy, supportAddresses: deskAddresses },
  };
  return {
    facts,
    department,
    state,
    side,
    named: around.givenDepartments,
    mail,
    text: commandsCount && !side ? rest.trim() : mail.visibleText,
    replyToDiffers: replyTo !== null,
    acknowledged: route.routing.acknowledged,
  };
}

/** The facts of a message that could not be read: what its envelope and a few headers say. */
export async function gatherMalformed(
  source: FactSource,
  message: StoredMessage,
  { cause, readable }: { cause: string; readable: { from: string | null } },
  route: Route,
  options: GatherOptions,
): Promise<Pick<Gathered, 'facts' | 'department'>> {
  const loaded = route.departmentId === null ? null : await source.departmentState(route.departmentId, {});
  if (!loaded) throw new Error(nobodysMail(message));
  const { department } = underPolicy({ ...loaded, state: null }, options.policy);
  const facts: InboundFacts = {
    message: {
      identification: 'NONE',
      confidence: 'LIKELY',
      confidenceReasons: ['The message cannot be read, so nothing in it proves the sender.'],
      own: false,
      deliveryReport: null,
      automatic: null,
      malformed: cause,
      lastHour: lastHour(route.routing.others, 'LIKELY'),
      ticketLastHour: 0,
      to: [],
      cc: [],
      commands: [],
      lookups: { people: [], departments: [] },
      namedInAnswered: null,
      repeatsInternal: false,
      forward: false,
      forwarded: null,
      recovered: null,
    },
    author: { address: readable.from ?? message.envelopeFrom, name: '', party: null },
    ticket: null,
    department: { id: department.id, policy: department.policy, supportAddresses: loaded.deskAddresses },
  };
  return { facts, department };
}

/** Mails less well proven do not count against a sender: else forged ones would shut the real one out. */
function lastHour(others: MailsByConfidence, confidence: Confidence): number {
  const counted = CONFIDENCES.slice(0, CONFIDENCES.indexOf(confidence) + 1);
  return counted.reduce((sum, level) => sum + (others[level] ?? 0), 1);
}

/** The same of a ticket, which staff may write to as much as they like. */
function ticketLastHour(
  { routing }: Route,
  state: TicketState | null,
  { party, confidence }: { party: Party | null; confidence: Confidence },
): number {
  if (!state || (isStaff(party) && senderMay(confidence, 'ACT_AS_STAFF'))) return 0;
  return lastHour(routing.onTickets[state.id] ?? {}, confidence);
}

function nobodysMail(message: StoredMessage): string {
  return `No department takes mail for ${message.envelopeTo.join(', ')} any more: give the address to one, then try again.`;
}

type Around = NewTicketState & { state: TicketState | null };

/** For a simulation: as it would be under these settings. What a department is, is shared by all who read it. */
function underPolicy(around: Around, policy: GatherOptions['policy']): Around {
  if (!policy) return around;
  const department = { ...around.department, policy };
  return { ...around, department, state: around.state && { ...around.state, department } };
}

async function loadAround(
  source: FactSource,
  mail: ParsedMail,
  route: Route,
  commands: readonly MailCommand[],
): Promise<Around> {
  const forwarded = mail.forwarded ? [mail.forwarded.from] : [];
  const named = [...mail.from, ...mail.replyTo, ...mail.to, ...mail.cc, ...forwarded].map(({ address }) => address);
  const byCommands = givenByCommands(commands);
  const given = { ...byCommands, addresses: [...new Set([...named, ...byCommands.addresses])] };
  const state = route.ticketId === null ? null : await source.ticketState(route.ticketId, given);
  const isStrangers = state !== null && route.forParticipants && !takesPart(state, mail, state.given);
  if (state && !isStrangers) return { ...state, state };
  const departmentId = route.departmentId ?? state?.department.id;
  const loaded = departmentId === undefined ? null : await source.departmentState(departmentId, given);
  if (!loaded)
    throw new Error('No department takes mail for its recipients any more: give the address to one, then try again.');
  return { state: null, ...loaded };
}

function takesPart(state: TicketState, mail: ParsedMail, given: readonly GivenPerson[]): boolean {
  const author = given.find(({ addresses }) => addresses.includes(mail.from[0]?.address ?? ''))?.party.id;
  return [state.requester, state.assignee, ...state.ccs, ...state.followers].some(
    (person) => person?.id === author && author !== undefined,
  );
}

/** Nobody writes from an address of the desk but the desk, and that is known by other signs. */
function fromOurselves(from: string, deskAddresses: readonly string[]): string | null {
  const stands = readReplyAddress(from)?.supportAddress ?? supportAddressOf(from, deskAddresses);
  return deskAddresses.includes(stands)
    ? `The message says that it is from ${from}, an address of the desk itself.`
    : null;
}

function ticketFacts(state: TicketState): InboundTicketFacts {
  return {
    status: state.status,
    tags: state.tags,
    departmentId: state.department.id,
    requester: state.requester,
    assigneeId: state.assignee?.id ?? null,
    ccs: state.ccs,
    followerIds: state.followers.map(({ id }) => id),
    hasPublicComment: state.publicCommentCount > 0,
    removedByAgentIds: state.removedCcIds,
  };
}

function recipientMaker(deskAddresses: readonly string[], partyOf: (address: string) => Party | null) {
  return ({ address, name }: Mailbox): Recipient => {
    const party = partyOf(address);
    const stands = readReplyAddress(address)?.supportAddress ?? supportAddressOf(address, deskAddresses);
    return { address, name: party?.name || name, support: deskAddresses.includes(stands), party };
  };
}

type Sender = {
  from: string;
  party: Party | null;
  replyTo: Mailbox | null;
  partyOf: (address: string) => Party | null;
};

function confidenceOf(
  message: StoredMessage,
  mail: ParsedMail,
  { cameTo }: Route,
  { from, party, replyTo, partyOf }: Sender,
  { trustedRelays, confidence }: GatherOptions,
): SenderConfidence {
  if (confidence) return { confidence, reasons: [`Assumed to be ${confidence} for this simulation.`] };
  const proof =
    message.authentication ??
    authenticationByRelay(
      { headers: mail.headers, remoteAddress: message.remoteAddress, fromAddress: from },
      trustedRelays,
    );
  return senderConfidence({
    ...proof,
    replyAddress: cameTo && {
      issuedTo: cameTo.addresses.includes(from) ? from : (cameTo.person.address ?? ''),
      seenByOutsiders: cameTo.seenByOutsiders,
      staff: isStaff(cameTo.person),
    },
    from,
    replyTo: replyTo && { address: replyTo.address, staff: isStaff(partyOf(replyTo.address)) },
    fromIsStaff: isStaff(party),
  });
}

/** Only staff's mail can give internal notes away; a customer has none to quote but what they were sent. */
async function repeats(
  db: Queries,
  state: TicketState | null,
  party: Party | null,
  mail: ParsedMail,
  department: DepartmentState,
): Promise<boolean> {
  if (!state || !isStaff(party) || !department.policy.privacy.leakGuard) return false;
  const texts = await readCommentTexts(db, state.id);
  return repeatsInternalText({ mail: `${mail.visibleText}\n${mail.quotedText ?? ''}`, ...texts });
}
