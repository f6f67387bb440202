import { v7 } from 'uuid';
import {
  readMailCommands,
  whoIsToldOf,
  type InboundResult,
  type NamedPerson,
  type Party,
  type Told,
  type StoredDecision,
} from '@copydesk/rules';
import { asksForNoAnswer } from '../../platform/mail/parse/kinds-of-mail.ts';
import type { ForwardedMail } from '../../platform/mail/parse/parsed-mail.ts';
import { languageOfMail } from '../../platform/language.ts';
import {
  changeEvents,
  staysAssigned,
  type NewComment,
  type NewPerson,
  type PlannedEvent,
  type TicketPlan,
  type TicketState,
} from '../tickets/index.ts';
import type { Gathered } from './gather-facts.ts';

export type StoredAttachment = NonNullable<NewComment['attachments']>[number];

/** What a message does to its ticket, and who would be told. */
export type PlannedMessage = { plan: TicketPlan; told: readonly Told[]; commentId: string };

const via = 'MAIL' as const;

/**
 * The plan of a message that became a comment, a new ticket or a quiet entry. Pure but for the ids that it makes.
 *
 * @param attachments their bytes must be stored in the same transaction before the plan is written
 */
export function planMessage(
  inboundMessageId: string,
  gathered: Gathered,
  result: InboundResult,
  attachments: readonly StoredAttachment[],
): PlannedMessage {
  const people = new People(gathered);
  const commentId = v7();
  const isTicket = result.effect === 'TICKET';
  const state = isTicket ? null : gathered.state;
  const ticketId = state?.id ?? v7();
  const isEntry = result.effect === 'SYSTEM_ENTRY';
  const author = isEntry ? gathered.facts.author.party : people.author();
  const requester = result.requester ? people.of(result.requester) : null;
  const ccs = result.addCcs.map((cc) => ({ party: people.of(cc), rule: cc.rule }));
  const told = isEntry ? [] : toldOf(gathered, result, { author, requester, ccs: ccs.map(({ party }) => party) });
  const visibility = result.visibility ?? 'INTERNAL';
  const byCommand = state ? changesOf(state, result, requester) : {};
  const causeOf = (rule: string) => ({ rule, inboundMessageId, commentId });
  const passedOn = result.requester?.rule === 'forward-sets-requester' ? gathered.mail.forwarded : null;
  const note = passedOn && author ? noteOf(author, passedOn, gathered) : null;
  const warnings = result.warnings.map((warning) => ({ id: v7(), commentId, ...warning }));
  const plan: TicketPlan = {
    ticketId,
    expectSeq: state?.seq ?? null,
    actorId: author?.id ?? null,
    ...(isTicket ? { create: newTicket(gathered, result, requester) } : {}),
    ...(state ? { set: { ...byCommand, ...(result.status ? { status: result.status.status } : {}) } } : {}),
    newPeople: people.made,
    comment: {
      id: commentId,
      authorId: (passedOn ? requester : author)?.id ?? null,
      visibility,
      ...(passedOn ? { bodyText: passedOn.text } : { ...bodyOf(gathered), quotedText: gathered.mail.quotedText }),
      via: isEntry ? 'SYSTEM' : via,
      decision: decisionOf(gathered, result),
      told,
      notCopied: result.notCopied,
      flags: [...flagsOf(gathered, result), ...(passedOn ? ['PASSED_ON'] : [])],
      inboundMessageId,
      attachments,
    },
    ...(note ? { note } : {}),
    addCcs: ccs.map(({ party, rule }) => ({ personId: party.id, via, cause: causeOf(rule) })),
    removeCcs: result.removeCcs.map(({ personId }) => ({ personId, sticky: false })),
    addFollowers: result.addFollowers.map(({ personId, rule }) => ({ personId, via: 'RULE', cause: causeOf(rule) })),
    raiseWarnings: warnings,
    events: [
      ...(isTicket ? [{ type: 'ticket.created', public: true, data: {} } satisfies PlannedEvent] : []),
      { type: 'comment.added', public: visibility === 'PUBLIC', data: { commentId } },
      ...(note ? [{ type: 'comment.added', public: false, data: { commentId: note.id } } satisfies PlannedEvent] : []),
      ...result.removeCcs.map((cc): PlannedEvent => ({ type: 'cc.removed', public: true, data: cc })),
      ...ccs.map(({ party, rule }): PlannedEvent => ({
        type: 'cc.added',
        public: true,
        data: { personId: party.id, rule },
      })),
      ...result.addFollowers.map((data): PlannedEvent => ({ type: 'follower.added', public: false, data })),
      ...warnings.map(({ id }): PlannedEvent => ({ type: 'warning.raised', public: false, data: { warningId: id } })),
      ...statusEvent(state?.status ?? null, result),
      ...(state ? changeEvents(state, byCommand, 'mail-command') : []),
    ],
  };
  return { plan, told, commentId };
}

/** What an agent wrote above a mail that they pass on, without its commands: for the team. Null: nothing. */
function noteOf(author: Party, { note }: ForwardedMail, { text, mail }: Gathered): NewComment | null {
  const bodyText = text === mail.visibleText ? note : readMailCommands(note).rest.trim();
  return bodyText === '' ? null : { id: v7(), authorId: author.id, visibility: 'INTERNAL', bodyText, via, told: [] };
}

/** The decision as it is kept, on the message and on its comment. */
export function decisionOf(
  { department }: { department: Pick<Gathered['department'], 'policyVersion'> },
  { decision, commands }: InboundResult,
): StoredDecision {
  return { ...decision, policyVersion: department.policyVersion, ...(commands.length > 0 ? { commands } : {}) };
}

/** What commands change on a ticket that is there. */
function changesOf(state: TicketState, { changes }: InboundResult, requester: Party | null) {
  const { departmentId, assigneeId, priority, tags } = changes;
  const moves = departmentId !== undefined && departmentId !== state.department.id;
  const leaves = moves && assigneeId === undefined && !staysAssigned(state.assignee, departmentId);
  return {
    ...(moves ? { departmentId } : {}),
    ...(leaves ? { assigneeId: null } : {}),
    ...(assigneeId !== undefined && assigneeId !== state.assignee?.id ? { assigneeId } : {}),
    ...(priority !== undefined && priority !== state.priority ? { priority } : {}),
    ...(tags !== undefined && tags.join() !== state.tags.join() ? { tags } : {}),
    ...(requester && requester.id !== state.requester.id ? { requesterId: requester.id } : {}),
  };
}

function statusEvent(from: string | null, { status }: InboundResult): PlannedEvent[] {
  if (from === null || !status) return [];
  return [
    {
      type: 'ticket.changed',
      public: true,
      data: { changed: { status: { from, to: status.status } }, rule: status.rule },
    },
  ];
}

function newTicket(
  { department, mail, state }: Gathered,
  { status, changes, followsUp }: InboundResult,
  requester: Party | null,
): NonNullable<TicketPlan['create']> {
  if (!requester) throw new Error('The rules open a ticket without a requester.');
  return {
    departmentId: changes.departmentId ?? department.id,
    subject: mail.subject || '(no subject)',
    status: status?.status ?? 'NEW',
    requesterId: requester.id,
    assigneeId: changes.assigneeId ?? null,
    followUpOfId: followsUp ? (state?.id ?? null) : null,
    ...(changes.priority ? { priority: changes.priority } : {}),
    ...(changes.tags ? { tags: changes.tags } : {}),
    clientKey: null,
  };
}

function bodyOf({ mail, text }: Gathered): { bodyText: string; bodyHtml: string | null } {
  // A command that was obeyed is taken out of the text; the HTML would still show it.
  return { bodyText: text, bodyHtml: text === mail.visibleText ? mail.html : null };
}

export function flagsOf({ facts, replyToDiffers }: Gathered, result: InboundResult): string[] {
  const flags: [string, boolean][] = [
    ['THIRD_PARTY', result.warnings.some(({ kind }) => kind === 'THIRD_PARTY_REPLY')],
    ['UNVERIFIED_SENDER', facts.message.confidence === 'UNPROVEN'],
    ['REPLY_TO_DIFFERS', replyToDiffers],
    ['AUTOMATIC', facts.message.automatic !== null],
  ];
  return flags.filter(([, holds]) => holds).map(([flag]) => flag);
}

type Joined = { author: Party | null; requester: Party | null; ccs: readonly Party[] };

function toldOf(gathered: Gathered, result: InboundResult, { author, requester, ccs }: Joined): readonly Told[] {
  const { facts, state, department } = gathered;
  const update = result.effect === 'COMMENT' ? state : null;
  const asks = requester ?? update?.requester;
  if (!asks) return [];
  const gone = new Set(result.removeCcs.map(({ personId }) => personId));
  const joining = new Set(result.addFollowers.map(({ personId }) => personId));
  const known = [...(update?.given ?? []), ...(state?.given ?? [])].map(({ party }) => party);
  const followers = [...known, ...(author ? [author] : []), ...facts.message.cc.map(({ party }) => party)]
    .filter((party): party is Party => party !== null && joining.has(party.id))
    .filter((party, place, all) => all.findIndex(({ id }) => id === party.id) === place);
  const { recovered, confidence } = facts.message;
  const moved = gathered.named.find(({ id }) => id === result.changes.departmentId);
  return whoIsToldOf({
    kind: result.effect === 'TICKET' ? 'TICKET_CREATED' : 'COMMENT_ADDED',
    visibility: result.visibility ?? 'INTERNAL',
    via,
    author,
    actsAs: result.actsAs,
    confidence: recovered && confidence === 'PROVEN' ? 'LIKELY' : confidence,
    mailRecipients: [...facts.message.to, ...facts.message.cc].flatMap(({ address, party }) => [
      address,
      ...(party ? [party.id] : []),
    ]),
    writesOutside: result.writesOutside,
    ticket: {
      subject: update?.subject ?? gathered.mail.subject,
      status: result.status?.status ?? update?.status ?? 'NEW',
      priority: result.changes.priority ?? update?.priority ?? 'NORMAL',
      tags: result.changes.tags ?? update?.tags ?? [],
      requester: asks,
      assignee: assigneeAfter(gathered, result),
      ccs: [...(update?.ccs ?? []).filter(({ id }) => !gone.has(id)), ...ccs],
      followers: [...(update?.followers ?? []), ...followers],
    },
    policy: moved?.policy ?? department.policy,
    triggers: (moved ?? department).triggers,
    newCcIds: ccs.map(({ id }) => id),
    acknowledged: asks.address === facts.author.address ? gathered.acknowledged : 0,
    asksForNoAnswer: asksForNoAnswer(gathered.mail.headers, facts.author.address),
  }).told;
}

function assigneeAfter({ facts, state }: Gathered, { effect, changes }: InboundResult): Party | null {
  const { departmentId, assigneeId } = changes;
  const named = facts.message.lookups.people.flatMap(({ found }) => found);
  if (assigneeId !== undefined) return named.find(({ id }) => id === assigneeId) ?? null;
  const assignee = effect === 'COMMENT' ? (state?.assignee ?? null) : null;
  return departmentId === undefined || staysAssigned(assignee, departmentId) ? assignee : null;
}

/** The people of a message; those that nobody knows yet are made, once for each address. */
class People {
  readonly made: NewPerson[] = [];
  readonly #known: Map<string, Party>;
  readonly #gathered: Gathered;

  constructor(gathered: Gathered) {
    const { author, message, ticket } = gathered.facts;
    const parties = [
      author.party,
      ...[...message.to, ...message.cc].map(({ party }) => party),
      ...(ticket?.ccs ?? []),
      ...message.lookups.people.flatMap(({ found }) => found),
      message.forwarded?.party ?? null,
    ];
    this.#known = new Map(parties.filter((party) => party !== null).map((party) => [party.id, party]));
    this.#gathered = gathered;
  }

  author(): Party {
    const { address, name, party } = this.#gathered.facts.author;
    const made = this.of({ address, name, partyId: party?.id ?? null });
    // What somebody writes first shows which language to answer them in.
    const isNew = this.made.find(({ id }) => id === made.id);
    if (isNew) isNew.language = languageOfMail(this.#gathered.mail);
    return made;
  }

  of({ address, name, partyId }: NamedPerson): Party {
    const known = partyId === null ? undefined : this.#known.get(partyId);
    // Whoever is told, is told at the address by which the mail named them.
    if (known) return { ...known, address: known.address ?? address };
    const before = this.made.find((person) => person.address === address);
    const made = before ?? { id: v7(), name: name.trim() || address.slice(0, address.lastIndexOf('@')), address };
    if (!before) this.made.push(made);
    return { ...made, role: 'END_USER', state: 'ACTIVE', mayCommentPublicly: true, departmentIds: [] };
  }
}
