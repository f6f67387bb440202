import { describe, expect, it } from 'vitest';
import {
  checkTrigger,
  defaultTriggers,
  mayCopyByTrigger,
  namedByTrigger,
  whyNotAssigned,
  type Trigger,
  type TriggerSurroundings,
} from '../src/index.ts';
import { A, ADMIN, C1, CLAIMS, EVERYBODY, G, L, O, policyWith, R, SUP } from './example.ts';

const around: TriggerSurroundings = {
  departmentId: CLAIMS,
  policy: policyWith('COPYDESK', { cc: { enabled: true } }),
  supportAddresses: [SUP],
  people: new Map(EVERYBODY.flatMap((party) => [[party.id, party] as const, [party.address ?? '', party] as const])),
};

const good: Trigger = {
  id: 't',
  name: 'T',
  active: true,
  on: ['COMMENT_ADDED'],
  after: null,
  conditions: { all: [], any: [] },
  actions: [{ kind: 'SET_STATUS', values: ['OPEN'] }],
};

type Given = Partial<Omit<Trigger, 'conditions'>> & {
  all?: Trigger['conditions']['all'];
  any?: Trigger['conditions']['all'];
};

function check({ all = [], any = [], ...given }: Given, surroundings: Partial<TriggerSurroundings> = {}) {
  return checkTrigger({ ...good, ...given, conditions: { all, any } }, { ...around, ...surroundings });
}

const wrong = (given: Given, surroundings?: Partial<TriggerSurroundings>): string[] => {
  const checked = check(given, surroundings);
  return checked.ok ? [] : checked.problems.map(({ field, message }) => `${field.join('.')}: ${message}`);
};

it('takes the triggers that a department begins with, as they are', () => {
  for (const trigger of defaultTriggers(String)) expect(checkTrigger(trigger, around)).toEqual({ ok: true, trigger });
});

it('spells addresses, domains, tags and names in one way, each once', () => {
  const checked = check({
    name: '  Tag it ',
    on: ['COMMENT_ADDED', 'COMMENT_ADDED'],
    all: [
      { field: 'CC', is: 'IS', values: [' RITA@example.org', '@Acme.Example', 'acme.example', 'new@x.test'] },
      { field: 'SUBJECT', is: 'CONTAINS', values: [' Roof  claim '] },
    ],
    any: [{ field: 'TAGS', is: 'IS', values: ['VIP guest', 'vip_guest'] }],
    actions: [
      { kind: 'ADD_CC', values: ['Rita@example.org', 'rita'] },
      { kind: 'ADD_TAGS', values: ['Roof Leak'] },
      { kind: 'NOTIFY', values: ['REQUESTER'], subject: ' ', body: 'Dear {{requester.name}}' },
    ],
  });
  expect(checked.ok && checked.trigger.actions[2]).toEqual({
    kind: 'NOTIFY',
    values: ['REQUESTER'],
    body: 'Dear {{requester.name}}',
  });
  expect(checked).toMatchObject({
    ok: true,
    trigger: {
      id: 't',
      name: 'Tag it',
      on: ['COMMENT_ADDED'],
      conditions: {
        all: [{ values: ['rita@example.org', 'acme.example', 'new@x.test'] }, { values: ['Roof  claim'] }],
        any: [{ field: 'TAGS', is: 'IS', values: ['vip_guest'] }],
      },
      actions: [
        { kind: 'ADD_CC', values: ['rita'] },
        { kind: 'ADD_TAGS', values: ['roof_leak'] },
        { kind: 'NOTIFY', values: ['REQUESTER'], body: 'Dear {{requester.name}}' },
      ],
    },
  });
});

describe('is refused, with its path', () => {
  const x = (length: number) => 'x'.repeat(length);
  it.each<[string, Given, string[]]>([
    ['no name', { name: ' ' }, ['name: A name has 1 to 100 characters.']],
    ['a long name', { name: x(101) }, ['name: A name has 1 to 100 characters.']],
    ['no event', { on: [] }, ['on: A trigger needs an event that it waits for.']],
    [
      'TIME beside others',
      { on: ['TIME', 'CC_ADDED'], after: { hours: 1, since: 'CREATED' } },
      ['on: TIME stands alone: make another trigger for what happens at once.'],
    ],
    ['TIME without hours', { on: ['TIME'] }, ['after: TIME needs `after`: how many hours since what.']],
    [
      'hours without TIME',
      { after: { hours: 1, since: 'CREATED' } },
      ['after: `after` is for TIME alone: leave it out.'],
    ],
    ...[0, 1.5, 8761].map((hours): [string, Given, string[]] => [
      `${hours} hours`,
      { on: ['TIME'], after: { hours, since: 'CREATED' } },
      ['after.hours: Hours are a whole number from 1 to 8760.'],
    ]),
    [
      'a field that says nothing about the event',
      { on: ['COMMENT_ADDED', 'CC_ADDED'], any: [{ field: 'VIA', is: 'IS', values: ['MAIL'] }] },
      [
        'conditions.any.0.field: VIA says nothing about CC_ADDED: leave it out, or make a trigger of its own for TICKET_CREATED, COMMENT_ADDED.',
      ],
    ],
    [
      'what happened, where nothing does',
      {
        on: ['TIME'],
        after: { hours: 1, since: 'CREATED' },
        all: [{ field: 'COMMENT_VISIBILITY', is: 'IS', values: ['PUBLIC'] }],
      },
      [
        'conditions.all.0.field: COMMENT_VISIBILITY says nothing about TIME: leave it out, or make a trigger of its own for TICKET_CREATED, COMMENT_ADDED, COMMENT_EDITED, COMMENT_DELETED.',
      ],
    ],
    [
      'a test that is not the field’s',
      { all: [{ field: 'STATUS', is: 'CONTAINS', values: ['x'] }] },
      ['conditions.all.0.is: STATUS is tested by IS, IS_NOT.'],
    ],
    ['no value', { all: [{ field: 'STATUS', is: 'IS', values: [] }] }, ['conditions.all.0.values: It needs a value.']],
    [
      'a value too many',
      { all: [{ field: 'CC', is: 'PRESENT', values: ['rita'] }] },
      ['conditions.all.0.values: It takes no value: leave them out.'],
    ],
    [
      'many values',
      { all: [{ field: 'TAGS', is: 'IS', values: Array.from({ length: 51 }, (_, at) => `t${at}`) }] },
      ['conditions.all.0.values: It takes 50 at most.'],
    ],
    [
      'a word that is none',
      { all: [{ field: 'STATUS', is: 'IS', values: ['OPEN', 'open'] }] },
      ['conditions.all.0.values.1: “open” is none of NEW, OPEN, ANSWERED, ON_HOLD, SOLVED, CLOSED.'],
    ],
    [
      'an empty text',
      { all: [{ field: 'SUBJECT', is: 'CONTAINS', values: [' '] }] },
      ['conditions.all.0.values.0: It has 1 to 200 characters.'],
    ],
    [
      'a long text',
      { all: [{ field: 'SUBJECT', is: 'CONTAINS', values: [x(201)] }] },
      ['conditions.all.0.values.0: It has 1 to 200 characters.'],
    ],
    [
      'somebody unknown',
      { all: [{ field: 'CC', is: 'IS', values: ['zoe', 'x.test', 'zoe@x.test'] }] },
      ['conditions.all.0.values.0: Nobody is known as “zoe”: name a person, an address or a domain.'],
    ],
    [
      'a domain where people are meant',
      { all: [{ field: 'ASSIGNEE', is: 'IS', values: ['x.test', 'grace'] }] },
      ['conditions.all.0.values.0: Nobody is known as “x.test”: name a person or an address.'],
    ],
    [
      'many conditions',
      {
        all: Array.from({ length: 20 }, () => ({ field: 'CC', is: 'PRESENT', values: [] }) as const),
        any: [{ field: 'CC', is: 'ABSENT', values: [] }],
      },
      ['conditions: A trigger has 20 conditions at most.'],
    ],
    ['no action', { actions: [] }, ['actions: A trigger has 1 to 20 actions.']],
    [
      'many actions',
      { actions: Array.from({ length: 21 }, () => ({ kind: 'ADD_TAGS', values: ['x'] }) as const) },
      ['actions: A trigger has 1 to 20 actions.'],
    ],
    [
      'NEW again',
      { actions: [{ kind: 'SET_STATUS', values: ['NEW'] }] },
      ['actions.0.values.0: “NEW” is none of OPEN, ANSWERED, ON_HOLD, SOLVED, CLOSED.'],
    ],
    [
      'two audiences',
      { actions: [{ kind: 'NOTIFY', values: ['REQUESTER', 'ASSIGNEE'] }] },
      ['actions.0.values: It takes 1 at most.'],
    ],
    ['nobody to assign', { actions: [{ kind: 'ASSIGN', values: [] }] }, ['actions.0.values: It needs a value.']],
    [
      'words of its own without a mail',
      { actions: [{ kind: 'ADD_TAGS', values: ['x'], body: 'B' }] },
      ['actions.0.body: Only a mail has words of its own: leave it out.'],
    ],
    [
      'a long subject',
      { actions: [{ kind: 'NOTIFY', values: ['REQUESTER'], subject: x(501) }] },
      ['actions.0.subject: It has 500 characters at most.'],
    ],
    [
      'a long body',
      { actions: [{ kind: 'NOTIFY', values: ['REQUESTER'], body: x(20_001) }] },
      ['actions.0.body: It has 20000 characters at most.'],
    ],
    [
      'somebody whom nobody knows',
      { actions: [{ kind: 'ADD_CC', values: ['rita', 'zoe@x.test'] }] },
      ['actions.0.values.1: Nobody is known by this: create the person first, or name another one.'],
    ],
    [
      'an address of the desk',
      { actions: [{ kind: 'ADD_CC', values: [SUP] }] },
      [`actions.0.values.0: ${SUP} is an address of the desk itself: name a person.`],
    ],
    [
      'a customer as follower',
      { actions: [{ kind: 'ADD_FOLLOWER', values: ['rita', 'grace'] }] },
      ['actions.0.values.0: rita cannot follow: followers are agents, light agents or admins.'],
    ],
    [
      'a light agent as assignee',
      { actions: [{ kind: 'ASSIGN', values: ['lena'] }] },
      ['actions.0.values.0: lena cannot be assigned: choose an agent of this department.'],
    ],
  ])('%s', (_, given, expected) => {
    expect(wrong(given)).toEqual(expected);
  });

  it('a CC where CCs are off, blocked or excluded', () => {
    const copies: Given = { actions: [{ kind: 'ADD_CC', values: ['rita'] }] };
    expect(wrong(copies)).toEqual([]);
    expect(wrong(copies, { policy: policyWith('COPYDESK', { cc: { enabled: false } }) })).toHaveLength(1);
    expect(wrong(copies, { policy: policyWith('COPYDESK', { cc: { enabled: true, maxPerTicket: 0 } }) })).toHaveLength(
      1,
    );
    const blocked = policyWith('COPYDESK', { cc: { enabled: true, blocklist: 'example.org' } });
    expect(wrong(copies, { policy: blocked })[0]).toContain('block list');
    const people = new Map([['rita', { ...R, state: 'SPAM' as const }]]);
    expect(wrong(copies, { people })[0]).toContain('the contact is spam');
  });
});

it('takes exactly what is allowed', () => {
  const conditions = Array.from({ length: 20 }, () => ({ field: 'CC', is: 'PRESENT', values: [] }) as const);
  const actions = Array.from({ length: 20 }, () => ({ kind: 'ADD_TAGS', values: ['x'] }) as const);
  expect(wrong({ name: 'x'.repeat(100), all: conditions, actions })).toEqual([]);
  for (const hours of [1, 8760]) expect(wrong({ on: ['TIME'], after: { hours, since: 'UPDATED' } })).toEqual([]);
  const words = { subject: 'x'.repeat(500), body: 'x'.repeat(20_000) };
  expect(wrong({ actions: [{ kind: 'NOTIFY', values: ['REQUESTER'], ...words }] })).toEqual([]);
  const values = Array.from({ length: 50 }, (_, at) => `t${at}`);
  expect(wrong({ all: [{ field: 'TAGS', is: 'IS', values }] })).toEqual([]);
  expect(wrong({ all: [{ field: 'SUBJECT', is: 'CONTAINS', values: ['x'.repeat(200)] }] })).toEqual([]);
  expect(wrong({ actions: [{ kind: 'ADD_TAGS', values: values.slice(0, 20) }] })).toEqual([]);
  expect(wrong({ actions: [{ kind: 'ADD_TAGS', values: values.slice(0, 21) }] })).toHaveLength(1);
});

it('names everybody whom it has to be checked for, once', () => {
  const { conditions, actions } = {
    ...good,
    conditions: {
      all: [
        { field: 'CC', is: 'IS', values: ['rita', 'x.test'] },
        { field: 'STATUS', is: 'IS', values: ['OPEN'] },
      ],
      any: [{ field: 'FOLLOWER', is: 'IS', values: ['fay'] }],
    } as const,
    actions: [
      { kind: 'ADD_CC', values: ['rita', 'carl'] },
      { kind: 'ADD_TAGS', values: ['roof'] },
    ] as const,
  };
  expect(namedByTrigger({ conditions, actions })).toEqual(['rita', 'x.test', 'fay', 'carl']);
});

it('assigns to full agents of the department, and to admins', () => {
  expect([G, A, ADMIN].map((party) => whyNotAssigned(party, CLAIMS))).toEqual([null, null, null]);
  expect([L, O, R].map((party) => whyNotAssigned(party, CLAIMS) === null)).toEqual([false, false, false]);
});

it('copies within the limit, as an admin would', () => {
  const ticket = { ccCount: 47, requesterId: R.id };
  expect(mayCopyByTrigger(C1, ticket, around)).toEqual({ ok: true });
  expect(mayCopyByTrigger(C1, { ...ticket, ccCount: 48 }, around)).toMatchObject({ ok: false, code: 'CC_LIMIT' });
  expect(mayCopyByTrigger(R, ticket, around)).toMatchObject({ ok: false, reason: 'REQUESTER' });
});
