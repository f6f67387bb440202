import { addressDomain } from './addresses.ts';
import type { Check } from './trace.ts';
import type {
  Audience,
  Change,
  CommentAuthor,
  Trigger,
  TriggerAction,
  TriggerCondition,
  TriggerEvent,
  TriggerField,
  TriggerTest,
} from './triggers.ts';
import { isStaff } from './vocabulary.ts';
import type { Party, TicketPriority, TicketStatus, Via, Visibility } from './vocabulary.ts';

/** A ticket as triggers look at it: as it is with what has happened. */
export type TriggerTicket = {
  status: TicketStatus;
  subject: string;
  priority: TicketPriority;
  tags: readonly string[];
  requester: Party;
  assignee: Party | null;
  ccs: readonly Party[];
  followers: readonly Party[];
};

/** What happened, in one operation. `events` is [TIME] when nothing did and an automation is due. */
export type TriggerFacts = {
  events: readonly TriggerEvent[];
  ticket: TriggerTicket;
  changed: readonly Change[];
  /** Before the change of the status, if there was one. */
  previousStatus: TicketStatus | null;
  /** The comment that was added or changed, if one was. */
  comment: { visibility: Visibility; author: CommentAuthor } | null;
  via: Via | null;
};

/** Whom of the customers the triggers write to. */
export type CustomerAudience = 'NOBODY' | 'REQUESTER' | 'REQUESTER_AND_CCS';

export type FiredAction = { trigger: Trigger; action: TriggerAction };

export type TriggerRun = {
  /** The widest that a trigger names. */
  audience: CustomerAudience;
  /** The trigger and its mail that name it. */
  toldBy: FiredAction | null;
  /** Of the triggers that fired, in their order. */
  actions: readonly FiredAction[];
  /** One check per trigger, its id as the rule; those whose event it was not are left out. */
  trace: readonly Check[];
};

/** The narrowest first. */
const OF_CUSTOMERS = ['REQUESTER', 'REQUESTER_AND_CCS'] as const;

/** Which triggers fire, in their order, and what follows. All look at the same facts: none sees what another does. */
export function evaluateTriggers(triggers: readonly Trigger[], facts: TriggerFacts): TriggerRun {
  const asked = triggers.filter(({ active, on }) => active && on.some((event) => facts.events.includes(event)));
  const answers = asked.map((trigger) => ({ trigger, failed: whyNot(trigger, facts) }));
  const fired = answers.filter(({ failed }) => failed === null);
  const actions = fired.flatMap(({ trigger }) => trigger.actions.map((action) => ({ trigger, action })));
  let told: { audience: CustomerAudience; toldBy: FiredAction | null } = { audience: 'NOBODY', toldBy: null };
  for (const audience of OF_CUSTOMERS) {
    const toldBy = actions.find(({ action }) => audienceOf(action) === audience);
    if (toldBy) told = { audience, toldBy };
  }
  const trace = answers.map(({ trigger, failed }) => ({
    rule: trigger.id,
    held: failed === null,
    because: failed === null ? `Trigger “${trigger.name}” fired.` : `Trigger “${trigger.name}” did not fire: ${failed}`,
    facts: {},
  }));
  return { ...told, actions, trace };
}

/** Do the conditions hold, whatever happened? For automations: what they wait for is the time. */
export function conditionsHold(trigger: Trigger, ticket: TriggerTicket): boolean {
  return whyNot(trigger, { ...NOTHING_HAPPENED, ticket }) === null;
}

/** What triggers look at beside the ticket, when nothing happened to it. */
export const NOTHING_HAPPENED = {
  events: ['TIME'],
  changed: [],
  previousStatus: null,
  comment: null,
  via: null,
} as const;

/** The condition that does not hold, as a sentence; null: all hold. */
function whyNot({ conditions: { all, any } }: Trigger, facts: TriggerFacts): string | null {
  const failed = all.find((condition) => !holds(condition, facts));
  if (failed !== undefined) return `${sentenceOf(failed)} does not hold.`;
  if (any.length === 0 || any.some((condition) => holds(condition, facts))) return null;
  return `none of ${any.map(sentenceOf).join(', ')} holds.`;
}

function sentenceOf({ field, is, values }: TriggerCondition): string {
  return [field, is.replaceAll('_', ' '), values.join(' or ')].filter(Boolean).join(' ');
}

/** What each field sees, and how a value of a condition is found in it. */
const SEES: Readonly<Record<TriggerField, (facts: TriggerFacts) => readonly (string | Party)[]>> = {
  STATUS: ({ ticket }) => [ticket.status],
  PREVIOUS_STATUS: ({ previousStatus }) => listOf(previousStatus),
  CHANGED: ({ changed }) => changed,
  PRIORITY: ({ ticket }) => [ticket.priority],
  TAGS: ({ ticket }) => ticket.tags,
  SUBJECT: ({ ticket }) => [ticket.subject],
  REQUESTER: ({ ticket }) => [ticket.requester],
  ASSIGNEE: ({ ticket }) => listOf(ticket.assignee),
  CC: ({ ticket }) => ticket.ccs,
  FOLLOWER: ({ ticket }) => ticket.followers,
  COMMENT_VISIBILITY: ({ comment }) => listOf(comment?.visibility),
  COMMENT_AUTHOR: ({ comment }) => listOf(comment?.author),
  VIA: ({ via }) => listOf(via),
};

type Seen = readonly (string | Party)[];

const TESTS: Readonly<Record<TriggerTest, (seen: Seen, values: readonly string[]) => boolean>> = {
  IS: (seen, values) => seen.some((one) => values.some((value) => isThat(one, value))),
  IS_NOT: (seen, values) => !TESTS.IS(seen, values),
  PRESENT: (seen) => seen.length > 0,
  ABSENT: (seen) => seen.length === 0,
  CONTAINS: (seen, values) => seen.some((one) => typeof one === 'string' && values.some((value) => has(one, value))),
};

function holds({ field, is, values }: TriggerCondition, facts: TriggerFacts): boolean {
  return TESTS[is](SEES[field](facts), values);
}

function has(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** A person is named by id, by address, or by the domain of it. */
function isThat(one: string | Party, value: string): boolean {
  if (typeof one === 'string') return one === value;
  const { id, address } = one;
  if (id === value) return true;
  if (address === null) return false;
  const domain = addressDomain(address);
  return address === value || domain === value || domain.endsWith(`.${value}`);
}

function listOf<Value>(value: Value | null | undefined): Value[] {
  return value === null || value === undefined ? [] : [value];
}

/** As whom the ticket knows a comment's author; null: somebody unknown. */
export function commentAuthorOf(
  author: Party | null,
  { requester, ccs }: Pick<TriggerTicket, 'requester' | 'ccs'>,
): CommentAuthor {
  if (author === null) return 'THIRD_PARTY';
  if (author.id === requester.id) return 'REQUESTER';
  if (isStaff(author)) return 'STAFF';
  return ccs.some((cc) => cc.id === author.id) ? 'CC' : 'THIRD_PARTY';
}

/** Which audience a trigger's mail has; null: it is no mail. */
export function audienceOf({ kind, values }: TriggerAction): Audience | null {
  return kind === 'NOTIFY' ? (values[0] as Audience) : null;
}
