import { TICKET_PRIORITIES, TICKET_STATUSES, VIAS, VISIBILITIES } from './vocabulary.ts';

/** What a trigger waits for. TIME: nothing happened for a while, or long enough ago (an automation). */
export const TRIGGER_EVENTS = [
  'TICKET_CREATED',
  'TICKET_CHANGED',
  'TICKET_MERGED',
  'COMMENT_ADDED',
  'COMMENT_EDITED',
  'COMMENT_DELETED',
  'CC_ADDED',
  'RATING_GIVEN',
  'TIME',
] as const;
export type TriggerEvent = (typeof TRIGGER_EVENTS)[number];

/** From when the hours of an automation count. */
export const TIME_ANCHORS = ['CREATED', 'UPDATED', 'STATUS_CHANGED', 'ASSIGNED'] as const;
export type TimeAnchor = (typeof TIME_ANCHORS)[number];

export const TRIGGER_TESTS = ['IS', 'IS_NOT', 'PRESENT', 'ABSENT', 'CONTAINS'] as const;
export type TriggerTest = (typeof TRIGGER_TESTS)[number];

/** Who wrote a comment, as the ticket knows them. */
export const COMMENT_AUTHORS = ['REQUESTER', 'CC', 'STAFF', 'THIRD_PARTY'] as const;
export type CommentAuthor = (typeof COMMENT_AUTHORS)[number];

/** What of a ticket can change, as the log names it. */
export const CHANGES = ['SUBJECT', 'STATUS', 'PRIORITY', 'TAGS', 'ASSIGNEE', 'REQUESTER', 'DEPARTMENT'] as const;
export type Change = (typeof CHANGES)[number];

/** Whom a mail of a trigger goes to (seeds/000: the actions "(requester)" and "(requester and CCs)"). */
export const AUDIENCES = ['REQUESTER', 'REQUESTER_AND_CCS', 'ASSIGNEE', 'DEPARTMENT'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What the values of a condition or an action are. PEOPLE: ids, addresses; PEOPLE_OR_DOMAINS: domains as well. */
export type ValueKind = readonly string[] | 'PEOPLE' | 'PEOPLE_OR_DOMAINS' | 'TEXT' | 'TAGS';

const SET = ['IS', 'IS_NOT'] as const;
const WHO = ['IS', 'IS_NOT', 'PRESENT', 'ABSENT'] as const;
const COMMENTS = ['TICKET_CREATED', 'COMMENT_ADDED', 'COMMENT_EDITED', 'COMMENT_DELETED'] as const;

type FieldShape = { tests: readonly TriggerTest[]; values: ValueKind; on: readonly TriggerEvent[] };

/**
 * What a condition may look at, by which tests, and for which events. A side conversation's recipients are not among
 * them (seeds/001), nor is any text but the subject.
 */
export const TRIGGER_FIELDS = {
  STATUS: { tests: SET, values: TICKET_STATUSES, on: TRIGGER_EVENTS },
  PREVIOUS_STATUS: { tests: SET, values: TICKET_STATUSES, on: ['TICKET_CHANGED'] },
  CHANGED: { tests: SET, values: CHANGES, on: ['TICKET_CHANGED'] },
  PRIORITY: { tests: SET, values: TICKET_PRIORITIES, on: TRIGGER_EVENTS },
  TAGS: { tests: WHO, values: 'TAGS', on: TRIGGER_EVENTS },
  SUBJECT: { tests: ['CONTAINS'], values: 'TEXT', on: TRIGGER_EVENTS },
  REQUESTER: { tests: SET, values: 'PEOPLE_OR_DOMAINS', on: TRIGGER_EVENTS },
  ASSIGNEE: { tests: WHO, values: 'PEOPLE', on: TRIGGER_EVENTS },
  CC: { tests: WHO, values: 'PEOPLE_OR_DOMAINS', on: TRIGGER_EVENTS },
  FOLLOWER: { tests: WHO, values: 'PEOPLE', on: TRIGGER_EVENTS },
  COMMENT_VISIBILITY: { tests: SET, values: VISIBILITIES, on: COMMENTS },
  COMMENT_AUTHOR: { tests: SET, values: COMMENT_AUTHORS, on: COMMENTS },
  VIA: { tests: SET, values: VIAS, on: ['TICKET_CREATED', 'COMMENT_ADDED'] },
} as const satisfies Record<string, FieldShape>;
export type TriggerField = keyof typeof TRIGGER_FIELDS;
export const triggerFields = Object.keys(TRIGGER_FIELDS) as TriggerField[];
export const shapeOfField = (field: TriggerField): FieldShape => TRIGGER_FIELDS[field];

type ActionShape = { values: ValueKind; /** How many values it takes at most. */ most: number };

/** What a trigger may do. NEW is nothing a ticket becomes. */
export const TRIGGER_ACTIONS = {
  NOTIFY: { values: AUDIENCES, most: 1 },
  SET_STATUS: { values: TICKET_STATUSES.filter((status) => status !== 'NEW'), most: 1 },
  SET_PRIORITY: { values: TICKET_PRIORITIES, most: 1 },
  ADD_TAGS: { values: 'TAGS', most: 20 },
  REMOVE_TAGS: { values: 'TAGS', most: 20 },
  ASSIGN: { values: 'PEOPLE', most: 1 },
  ADD_CC: { values: 'PEOPLE', most: 20 },
  ADD_FOLLOWER: { values: 'PEOPLE', most: 20 },
} as const satisfies Record<string, ActionShape>;
export type TriggerActionKind = keyof typeof TRIGGER_ACTIONS;
export const triggerActionKinds = Object.keys(TRIGGER_ACTIONS) as TriggerActionKind[];
export const shapeOfAction = (kind: TriggerActionKind): ActionShape => TRIGGER_ACTIONS[kind];

/** `values`: words of the field's list, person ids, canonical addresses, domains, tags or text; none for PRESENT, ABSENT. */
export type TriggerCondition = { field: TriggerField; is: TriggerTest; values: readonly string[] };

/** `subject`, `body`: of NOTIFY, the trigger's own words for its mails (Liquid); null: the department's. */
export type TriggerAction = {
  kind: TriggerActionKind;
  values: readonly string[];
  subject?: string | null;
  body?: string | null;
};

/** All of `all` hold, and one of `any` where there are any. */
export type TriggerConditions = { all: readonly TriggerCondition[]; any: readonly TriggerCondition[] };

export type Trigger = {
  id: string;
  name: string;
  active: boolean;
  on: readonly TriggerEvent[];
  /** Of an automation, whose `on` is TIME alone; null for all others. */
  after: { hours: number; since: TimeAnchor } | null;
  conditions: TriggerConditions;
  actions: readonly TriggerAction[];
};

/** So many triggers has a department at most. */
export const TRIGGER_LIMIT = 100;
