import {
  audienceOf,
  mayCopyByTrigger,
  mayFollow,
  readTags,
  whyNotAssigned,
  type Audience,
  type FiredAction,
  type Party,
  type TicketPriority,
  type TicketStatus,
  type TriggerAction,
  type TriggerActionKind,
} from '@copydesk/rules';
import type { EventData, EventType } from '../../platform/events/event-types.ts';
import type { PlannedEvent, TicketPlan, TicketState } from '../tickets/index.ts';
import type { Happening } from './happenings.ts';

/** Actions that fired together. `happening` is null for an automation. */
export type Fired = { happening: Happening | null; actions: readonly FiredAction[] };

/** `refused`: what could not be done, as sentences for the log. */
export type PlannedActions = { plan: TicketPlan | null; refused: { triggerId: string; why: string }[] };

/** What triggers do to a ticket, in the order in which they fired. Pure. Nobody did it: the actor is null. */
export function planActions(state: TicketState, fired: readonly Fired[]): PlannedActions {
  const draft = new Draft(state);
  // A closed ticket takes no more changes; that it was closed may be told.
  const isClosed = state.status === 'CLOSED';
  for (const { happening, actions } of fired) {
    for (const { trigger, action } of isClosed ? [] : actions) draft.apply(trigger.id, action);
    for (const { triggerId, audience } of mailsOf(happening, actions)) draft.notify(triggerId, audience, happening);
  }
  return { plan: draft.plan(), refused: draft.refused };
}

/**
 * The mails that nobody has decided yet. Those of comments and new tickets to customers are decided when these are written,
 * by the same triggers: whatever else happens in the same operation, that mail tells of it, or an internal note forbids it.
 */
function mailsOf(
  happening: Happening | null,
  actions: readonly FiredAction[],
): { triggerId: string; audience: Audience }[] {
  const mails = actions.flatMap(({ trigger, action }) => {
    const audience = audienceOf(action);
    return audience === null || isDecided(audience, happening) ? [] : [{ triggerId: trigger.id, audience }];
  });
  const audiences = new Set(mails.map(({ audience }) => audience));
  if (audiences.has('REQUESTER_AND_CCS')) audiences.delete('REQUESTER');
  return [...audiences].flatMap((audience) => mails.find((mail) => mail.audience === audience) ?? []);
}

function isDecided(audience: Audience, happening: Happening | null): boolean {
  if (happening === null || audience === 'DEPARTMENT') return false;
  // The note of a merge is the team's own.
  if (happening.events.includes('TICKET_MERGED')) return audience === 'ASSIGNEE';
  if (audience !== 'ASSIGNEE') return happening.comment !== null;
  // The assignee hears of these anyway.
  return (
    (happening.comment !== null && !happening.events.includes('TICKET_CREATED')) ||
    happening.changed.some((change) => change === 'STATUS' || change === 'ASSIGNEE')
  );
}

function isOfCustomers(audience: Audience): boolean {
  return audience === 'REQUESTER' || audience === 'REQUESTER_AND_CCS';
}

/** A ticket as the actions before have left it, and the events that say so. */
class Draft {
  readonly refused: PlannedActions['refused'] = [];
  readonly #state: TicketState;
  readonly #events: PlannedEvent[] = [];
  readonly #set: { status?: TicketStatus; priority?: TicketPriority; tags?: readonly string[]; assigneeId?: string } =
    {};
  readonly #ccs: Party[] = [];
  readonly #followers: Party[] = [];

  constructor(state: TicketState) {
    this.#state = state;
  }

  plan(): TicketPlan | null {
    if (this.#events.length === 0) return null;
    const join = ({ id }: Party) => ({ personId: id, via: 'RULE' as const, cause: { rule: 'trigger' } });
    return {
      ticketId: this.#state.id,
      expectSeq: this.#state.seq,
      actorId: null,
      via: 'RULE',
      set: this.#set,
      addCcs: this.#ccs.map(join),
      addFollowers: this.#followers.map(join),
      events: this.#events,
    };
  }

  apply(triggerId: string, action: TriggerAction): void {
    for (const value of this.#valuesOf(action)) this.#apply[action.kind](triggerId, value);
  }

  notify(triggerId: string, audience: Audience, happening: Happening | null): void {
    const { comment, actorId, status } = happening ?? { comment: null, actorId: null, status: null };
    this.#tell(triggerId, 'trigger.notified', false, {
      audience,
      ...(comment && !isOfCustomers(audience) ? { commentId: comment.id } : {}),
      ...(actorId ? { personId: actorId } : {}),
      ...(status ? { changed: { status } } : {}),
    });
  }

  /** Tags are set together; everything else value by value. */
  #valuesOf({ kind, values }: TriggerAction): readonly string[] {
    return kind === 'ADD_TAGS' || kind === 'REMOVE_TAGS' ? [values.join(' ')] : values;
  }

  readonly #apply: Readonly<Record<TriggerActionKind, (triggerId: string, value: string) => void>> = {
    NOTIFY: () => {},
    SET_STATUS: (triggerId, value) => {
      const from = this.#set.status ?? this.#state.status;
      if (from === value) return;
      this.#set.status = value as TicketStatus;
      this.#change(triggerId, true, { status: { from, to: value } });
    },
    SET_PRIORITY: (triggerId, value) => {
      const from = this.#set.priority ?? this.#state.priority;
      if (from === value) return;
      this.#set.priority = value as TicketPriority;
      this.#change(triggerId, false, { priority: { from, to: value } });
    },
    ADD_TAGS: (triggerId, value) => this.#retag(triggerId, [...this.#tags, ...value.split(' ')]),
    REMOVE_TAGS: (triggerId, value) => {
      const gone = value.split(' ');
      this.#retag(
        triggerId,
        this.#tags.filter((tag) => !gone.includes(tag)),
      );
    },
    ASSIGN: (triggerId, value) => {
      const from = this.#set.assigneeId ?? this.#state.assignee?.id ?? null;
      const party = this.#person(triggerId, value);
      if (from === value || !party) return;
      const why = whyNotAssigned(party, this.#state.department.id);
      if (why !== null) return this.#refuse(triggerId, why);
      this.#set.assigneeId = value;
      this.#change(triggerId, false, { assignee: { from, to: value } });
    },
    ADD_CC: (triggerId, value) => {
      const { ccs, requester, department, deskAddresses, removedCcIds } = this.#state;
      if ([...ccs, ...this.#ccs].some(({ id }) => id === value)) return;
      const party = this.#person(triggerId, value);
      if (!party) return;
      if (removedCcIds.includes(value)) return this.#refuse(triggerId, `${party.name} was removed by an agent.`);
      const ticket = { ccCount: ccs.length + this.#ccs.length, requesterId: requester.id };
      const answer = mayCopyByTrigger(party, ticket, { policy: department.policy, supportAddresses: deskAddresses });
      if (!answer.ok) return this.#refuse(triggerId, answer.message);
      this.#ccs.push(party);
      this.#tell(triggerId, 'cc.added', true, { personId: value, rule: 'trigger' });
    },
    ADD_FOLLOWER: (triggerId, value) => {
      if ([...this.#state.followers, ...this.#followers].some(({ id }) => id === value)) return;
      const party = this.#person(triggerId, value);
      if (!party) return;
      const answer = mayFollow({ party, department: this.#state.department, actor: null });
      if (!answer.ok) return this.#refuse(triggerId, answer.message);
      this.#followers.push(party);
      this.#tell(triggerId, 'follower.added', false, { personId: value, rule: 'trigger' });
    },
  };

  get #tags(): readonly string[] {
    return this.#set.tags ?? this.#state.tags;
  }

  #retag(triggerId: string, wanted: readonly string[]): void {
    const read = readTags(wanted);
    if (!read.ok) return this.#refuse(triggerId, read.message);
    if (read.tags.join(' ') === this.#tags.toSorted().join(' ')) return;
    this.#set.tags = read.tags;
    this.#change(triggerId, false, { tags: { from: null, to: null } });
  }

  #person(triggerId: string, id: string): Party | null {
    const found = this.#state.given.find(({ party }) => party.id === id)?.party ?? null;
    if (!found) this.#refuse(triggerId, `There is no person ${id} any more.`);
    return found;
  }

  #change(triggerId: string, isPublic: boolean, changed: NonNullable<EventData['changed']>): void {
    this.#tell(triggerId, 'ticket.changed', isPublic, { changed, rule: 'trigger' });
  }

  #tell(triggerId: string, type: EventType, isPublic: boolean, data: EventData): void {
    this.#events.push({ type, public: isPublic, data: { ...data, triggerId } });
  }

  #refuse(triggerId: string, why: string): void {
    this.refused.push({ triggerId, why });
  }
}
