import { canonicalAddress } from './addresses.ts';
import { mayCopy, mayFollow } from './copying.ts';
import type { DepartmentPolicy } from './policy.ts';
import { normalTag } from './tags.ts';
import {
  shapeOfAction,
  shapeOfField,
  type Trigger,
  type TriggerAction,
  type TriggerCondition,
  type TriggerConditions,
  type ValueKind,
} from './triggers.ts';
import { isFullAgent } from './vocabulary.ts';
import type { Party } from './vocabulary.ts';

/** What a trigger is checked against. */
export type TriggerSurroundings = {
  departmentId: string;
  policy: DepartmentPolicy;
  /** Of the whole desk. */
  supportAddresses: readonly string[];
  /** Whoever the trigger names, by id and by each canonical address. */
  people: ReadonlyMap<string, Party>;
};

/** `field`: the path in the trigger. */
export type TriggerProblem = { field: readonly string[]; message: string };

export type CheckedTrigger = { ok: true; trigger: Trigger } | { ok: false; problems: readonly TriggerProblem[] };

const LONGEST = { name: 100, text: 200, subject: 500, body: 20_000 } as const;
const MOST = { conditions: 20, values: 50, actions: 20 } as const;
const LONGEST_WAIT = 24 * 365;

/** Every path of a trigger at which people are named: an id, or what has an @. */
export function namedByTrigger({ conditions, actions }: Pick<Trigger, 'conditions' | 'actions'>): string[] {
  const inConditions = [...conditions.all, ...conditions.any].filter(({ field }) =>
    isOfPeople(shapeOfField(field).values),
  );
  const inActions = actions.filter(({ kind }) => isOfPeople(shapeOfAction(kind).values));
  return [...new Set([...inConditions, ...inActions].flatMap(({ values }) => values))];
}

function isOfPeople(values: ValueKind): boolean {
  return values === 'PEOPLE' || values === 'PEOPLE_OR_DOMAINS';
}

/** A trigger as it is kept, or everything that is wrong with it. Spells addresses, domains and tags in one way. */
export function checkTrigger(given: Trigger, around: TriggerSurroundings): CheckedTrigger {
  const problems: TriggerProblem[] = [];
  const report = (field: readonly string[], message: string): void => void problems.push({ field, message });
  const trigger: Trigger = {
    ...given,
    name: given.name.trim(),
    on: [...new Set(given.on)],
    conditions: checkConditions(given, around, report),
    actions: checkActions(given, around, report),
  };
  if (trigger.name === '' || trigger.name.length > LONGEST.name) {
    report(['name'], `A name has 1 to ${LONGEST.name} characters.`);
  }
  checkEvents(trigger, report);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, trigger };
}

type Report = (field: readonly string[], message: string) => void;

function checkEvents({ on, after }: Trigger, report: Report): void {
  const waits = on.includes('TIME');
  if (on.length === 0) report(['on'], 'A trigger needs an event that it waits for.');
  if (waits && on.length > 1) report(['on'], 'TIME stands alone: make another trigger for what happens at once.');
  if (waits !== (after !== null)) {
    report(
      ['after'],
      waits ? 'TIME needs `after`: how many hours since what.' : '`after` is for TIME alone: leave it out.',
    );
  }
  if (after !== null && !(Number.isInteger(after.hours) && after.hours >= 1 && after.hours <= LONGEST_WAIT)) {
    report(['after', 'hours'], `Hours are a whole number from 1 to ${LONGEST_WAIT}.`);
  }
}

function checkConditions({ on, conditions }: Trigger, around: TriggerSurroundings, report: Report): TriggerConditions {
  if (conditions.all.length + conditions.any.length > MOST.conditions) {
    report(['conditions'], `A trigger has ${MOST.conditions} conditions at most.`);
  }
  const check = (list: 'all' | 'any') =>
    conditions[list].map((condition, place): TriggerCondition => {
      const path = ['conditions', list, String(place)];
      const { tests, values: kind, on: about } = shapeOfField(condition.field);
      const says = on.find((event) => !about.includes(event));
      if (says !== undefined) {
        const message = `${condition.field} says nothing about ${says}: leave it out, or make a trigger of its own for ${about.join(', ')}.`;
        report([...path, 'field'], message);
      }
      if (!tests.includes(condition.is)) {
        report([...path, 'is'], `${condition.field} is tested by ${tests.join(', ')}.`);
        return condition;
      }
      const takes = condition.is === 'PRESENT' || condition.is === 'ABSENT' ? 0 : MOST.values;
      const values = checkValues(condition.values, kind, { least: Math.min(takes, 1), most: takes }, path, report);
      return {
        ...condition,
        values: values.map((value, at) => knownIn(value, kind, around, [...path, 'values', String(at)], report)),
      };
    });
  return { all: check('all'), any: check('any') };
}

/** In a condition somebody may be named whom nobody knows yet, but not by an id. */
function knownIn(
  value: string,
  kind: ValueKind,
  { people }: TriggerSurroundings,
  path: readonly string[],
  report: Report,
): string {
  if (!isOfPeople(kind) || people.has(value) || value.includes('@')) return value;
  if (kind === 'PEOPLE_OR_DOMAINS' && value.includes('.')) return value;
  const names = kind === 'PEOPLE' ? 'a person or an address' : 'a person, an address or a domain';
  report(path, `Nobody is known as “${value}”: name ${names}.`);
  return value;
}

function checkActions({ actions }: Trigger, around: TriggerSurroundings, report: Report): TriggerAction[] {
  if (actions.length === 0 || actions.length > MOST.actions) {
    report(['actions'], `A trigger has 1 to ${MOST.actions} actions.`);
  }
  return actions.map((action, place) => {
    const path = ['actions', String(place)];
    const { values: kind, most } = shapeOfAction(action.kind);
    const values = checkValues(action.values, kind, { least: 1, most }, path, report);
    const checked = values.map((value, at) =>
      kind === 'PEOPLE' ? personOf(action, value, around, [...path, 'values', String(at)], report) : value,
    );
    return { kind: action.kind, values: [...new Set(checked)], ...wordsOf(action, path, report) };
  });
}

function wordsOf(
  { kind, subject, body }: TriggerAction,
  path: readonly string[],
  report: Report,
): Partial<TriggerAction> {
  const words: Partial<TriggerAction> = {};
  for (const [name, text] of [['subject', subject] as const, ['body', body] as const]) {
    if (!text?.trim()) continue;
    if (kind !== 'NOTIFY') report([...path, name], 'Only a mail has words of its own: leave it out.');
    else if (text.length > LONGEST[name]) report([...path, name], `It has ${LONGEST[name]} characters at most.`);
    words[name] = text;
  }
  return words;
}

/** The id of somebody whom an action names. */
function personOf(
  action: TriggerAction,
  value: string,
  around: TriggerSurroundings,
  path: readonly string[],
  report: Report,
): string {
  const party = around.people.get(value) ?? null;
  const why = around.supportAddresses.includes(value)
    ? `${value} is an address of the desk itself: name a person.`
    : whyNobody(action, party, around);
  if (why !== null) report(path, why);
  return party?.id ?? value;
}

function whyNobody(
  { kind }: TriggerAction,
  party: Party | null,
  { policy, supportAddresses, departmentId }: TriggerSurroundings,
): string | null {
  if (party === null) return 'Nobody is known by this: create the person first, or name another one.';
  if (kind === 'ASSIGN') return whyNotAssigned(party, departmentId);
  if (kind === 'ADD_FOLLOWER') {
    const answer = mayFollow({ party, department: { policy }, actor: null });
    return answer.ok ? null : answer.message;
  }
  const answer = mayCopyByTrigger(party, { ccCount: 0, requesterId: null }, { policy, supportAddresses });
  return answer.ok ? null : answer.message;
}

/** Why a trigger may not assign tickets of the department to somebody; null: it may. */
export function whyNotAssigned(party: Party, departmentId: string): string | null {
  const works = party.role === 'ADMIN' || party.departmentIds.includes(departmentId);
  return isFullAgent(party) && works ? null : `${party.name} cannot be assigned: choose an agent of this department.`;
}

/** An admin made the trigger: it copies as they would. */
const ITS_ADMIN = { role: 'ADMIN', state: 'ACTIVE' } as const;

/** May a trigger copy this person on a ticket that has so many CCs, and does not have them yet? */
export function mayCopyByTrigger(
  party: Party,
  ticket: { ccCount: number; requesterId: string | null },
  department: { policy: DepartmentPolicy; supportAddresses: readonly string[] },
): ReturnType<typeof mayCopy> {
  return mayCopy({ address: party.address, party, ticket, department, actor: ITS_ADMIN, via: 'API' });
}

/** The values in one spelling, each once. */
function checkValues(
  values: readonly string[],
  kind: ValueKind,
  { least, most }: { least: number; most: number },
  path: readonly string[],
  report: Report,
): string[] {
  const field = [...path, 'values'];
  if (values.length < least) report(field, 'It needs a value.');
  if (values.length > most)
    report(field, most === 0 ? 'It takes no value: leave them out.' : `It takes ${most} at most.`);
  const spelled = values.map((value, place) => {
    const plain = spell(value, kind);
    if (typeof kind !== 'string' && !kind.includes(plain)) {
      report([...field, String(place)], `“${value}” is none of ${kind.join(', ')}.`);
    } else if (plain === '' || plain.length > LONGEST.text) {
      report([...field, String(place)], `It has 1 to ${LONGEST.text} characters.`);
    }
    return plain;
  });
  return [...new Set(spelled)];
}

function spell(value: string, kind: ValueKind): string {
  if (kind === 'TAGS') return normalTag(value);
  if (typeof kind !== 'string') return value;
  return kind === 'TEXT' ? value.trim() : canonicalAddress(value).replace(/^@/u, '');
}
