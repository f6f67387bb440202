import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  audienceOf,
  AUDIENCES,
  commentAuthorOf,
  conditionsHold,
  defaultTriggers,
  evaluateTriggers,
  shapeOfAction,
  shapeOfField,
  TRIGGER_EVENTS,
  TRIGGER_TESTS,
  triggerActionKinds,
  triggerFields,
  whoIsToldOf,
  type Trigger,
  type TriggerAction,
  type TriggerCondition,
  type TriggerFacts,
} from '../src/index.ts';
import { A, AS_IT_IS, C1, C2, F, G, L, policyWith, R, TRIGGERS } from './example.ts';

const TAG: TriggerAction = { kind: 'ADD_TAGS', values: ['x'] };

function aTrigger(given: Partial<Trigger> = {}): Trigger {
  const conditions = { all: [], any: [] };
  return { id: 't', name: 'T', active: true, on: ['COMMENT_ADDED'], after: null, conditions, actions: [TAG], ...given };
}

const TICKET = { ...AS_IT_IS, tags: ['roof', 'vip'], requester: R, assignee: G, ccs: [C1], followers: [F] };

function facts(given: Partial<TriggerFacts> = {}): TriggerFacts {
  return {
    events: ['COMMENT_ADDED'],
    ticket: TICKET,
    changed: [],
    previousStatus: null,
    comment: { visibility: 'PUBLIC', author: 'REQUESTER' },
    via: 'MAIL',
    ...given,
  };
}

const holds = (condition: TriggerCondition, given: Partial<TriggerFacts> = {}): boolean =>
  evaluateTriggers([aTrigger({ conditions: { all: [condition], any: [] } })], facts(given)).actions.length === 1;

describe('a condition', () => {
  it.each<[TriggerCondition, boolean, Partial<TriggerFacts>?]>([
    [{ field: 'STATUS', is: 'IS', values: ['OPEN', 'NEW'] }, true],
    [{ field: 'STATUS', is: 'IS', values: ['SOLVED'] }, false],
    [{ field: 'STATUS', is: 'IS_NOT', values: ['SOLVED'] }, true],
    [{ field: 'STATUS', is: 'IS_NOT', values: ['SOLVED', 'OPEN'] }, false],
    [{ field: 'PREVIOUS_STATUS', is: 'IS', values: ['SOLVED'] }, true, { previousStatus: 'SOLVED' }],
    [{ field: 'PREVIOUS_STATUS', is: 'IS', values: ['SOLVED'] }, false],
    [{ field: 'PREVIOUS_STATUS', is: 'IS_NOT', values: ['SOLVED'] }, true],
    [{ field: 'CHANGED', is: 'IS', values: ['STATUS', 'TAGS'] }, true, { changed: ['ASSIGNEE', 'TAGS'] }],
    [{ field: 'CHANGED', is: 'IS', values: ['STATUS'] }, false, { changed: ['ASSIGNEE'] }],
    [{ field: 'PRIORITY', is: 'IS', values: ['NORMAL'] }, true],
    [{ field: 'PRIORITY', is: 'IS', values: ['URGENT'] }, false],
    [{ field: 'TAGS', is: 'IS', values: ['vip'] }, true],
    [{ field: 'TAGS', is: 'IS', values: ['vi'] }, false],
    [{ field: 'TAGS', is: 'IS_NOT', values: ['vip'] }, false],
    [{ field: 'TAGS', is: 'PRESENT', values: [] }, true],
    [{ field: 'TAGS', is: 'ABSENT', values: [] }, true, { ticket: { ...TICKET, tags: [] } }],
    [{ field: 'SUBJECT', is: 'CONTAINS', values: ['nothing', 'ROOF'] }, true],
    [{ field: 'SUBJECT', is: 'CONTAINS', values: ['door'] }, false],
    [{ field: 'TAGS', is: 'CONTAINS', values: ['vi'] }, true],
    [{ field: 'CC', is: 'CONTAINS', values: ['carl'] }, false],
    [{ field: 'REQUESTER', is: 'IS', values: ['rita'] }, true],
    [{ field: 'REQUESTER', is: 'IS', values: ['rita@example.org'] }, true],
    [{ field: 'REQUESTER', is: 'IS', values: ['example.org'] }, true],
    [{ field: 'REQUESTER', is: 'IS', values: ['org'] }, true],
    [{ field: 'REQUESTER', is: 'IS', values: ['ample.org'] }, false],
    [{ field: 'REQUESTER', is: 'IS_NOT', values: ['example.org'] }, false],
    [
      { field: 'REQUESTER', is: 'IS', values: ['', 'example.org'] },
      false,
      { ticket: { ...TICKET, requester: { ...R, address: null } } },
    ],
    [{ field: 'ASSIGNEE', is: 'IS', values: ['grace'] }, true],
    [{ field: 'ASSIGNEE', is: 'ABSENT', values: [] }, false],
    [{ field: 'ASSIGNEE', is: 'ABSENT', values: [] }, true, { ticket: { ...TICKET, assignee: null } }],
    [{ field: 'CC', is: 'IS', values: ['carl'] }, true],
    [{ field: 'CC', is: 'IS', values: ['cleo@example.org'] }, false],
    [{ field: 'CC', is: 'IS', values: ['example.org'] }, true],
    [{ field: 'CC', is: 'PRESENT', values: [] }, true],
    [{ field: 'CC', is: 'PRESENT', values: [] }, false, { ticket: { ...TICKET, ccs: [] } }],
    [{ field: 'FOLLOWER', is: 'IS', values: ['fay'] }, true],
    [{ field: 'FOLLOWER', is: 'IS', values: ['carl'] }, false],
    [{ field: 'COMMENT_VISIBILITY', is: 'IS', values: ['PUBLIC'] }, true],
    [{ field: 'COMMENT_VISIBILITY', is: 'IS', values: ['INTERNAL'] }, false],
    [{ field: 'COMMENT_VISIBILITY', is: 'IS', values: ['PUBLIC'] }, false, { comment: null }],
    [{ field: 'COMMENT_AUTHOR', is: 'IS', values: ['REQUESTER', 'CC'] }, true],
    [{ field: 'COMMENT_AUTHOR', is: 'IS', values: ['STAFF'] }, false],
    [{ field: 'VIA', is: 'IS', values: ['MAIL'] }, true],
    [{ field: 'VIA', is: 'IS_NOT', values: ['MAIL'] }, true, { via: null }],
  ])('%o: %s', (condition, expected, given) => {
    expect(holds(condition, given)).toBe(expected);
  });

  it('all of all hold, and one of any, if there are any', () => {
    const yes: TriggerCondition = { field: 'STATUS', is: 'IS', values: ['OPEN'] };
    const no: TriggerCondition = { field: 'CC', is: 'ABSENT', values: [] };
    const fires = (all: TriggerCondition[], any: TriggerCondition[]) =>
      evaluateTriggers([aTrigger({ conditions: { all, any } })], facts());
    expect(fires([yes], []).actions).toHaveLength(1);
    expect(fires([yes, no], []).actions).toEqual([]);
    expect(fires([yes], [no, yes]).actions).toHaveLength(1);
    expect(fires([yes], [no]).actions).toEqual([]);
    expect(fires([yes, no], []).trace).toEqual([
      { rule: 't', held: false, because: 'Trigger “T” did not fire: CC ABSENT does not hold.', facts: {} },
    ]);
    expect(fires([], [no, { ...yes, is: 'IS_NOT', values: ['OPEN', 'NEW'] }]).trace[0]?.because).toBe(
      'Trigger “T” did not fire: none of CC ABSENT, STATUS IS NOT OPEN or NEW holds.',
    );
    expect(fires([yes], []).trace[0]).toEqual({ rule: 't', held: true, because: 'Trigger “T” fired.', facts: {} });
  });
});

describe('the triggers together', () => {
  it('are asked when they are active and it is their event, and act in their order', () => {
    const triggers = [
      aTrigger({ id: 'second', actions: [TAG, { kind: 'SET_STATUS', values: ['OPEN'] }] }),
      aTrigger({ id: 'off', active: false }),
      aTrigger({ id: 'other', on: ['TICKET_CREATED', 'CC_ADDED'] }),
      aTrigger({ id: 'third', on: ['CC_ADDED', 'COMMENT_ADDED'] }),
    ];
    const { actions, trace } = evaluateTriggers(triggers, facts());
    expect(actions.map(({ trigger, action }) => `${trigger.id} ${action.kind}`)).toEqual([
      'second ADD_TAGS',
      'second SET_STATUS',
      'third ADD_TAGS',
    ]);
    expect(trace.map(({ rule }) => rule)).toEqual(['second', 'third']);
  });

  const telling = (id: string, audience: string) => aTrigger({ id, actions: [{ kind: 'NOTIFY', values: [audience] }] });

  it.each([
    [['REQUESTER'], 'REQUESTER', 'REQUESTER'],
    [['REQUESTER_AND_CCS', 'REQUESTER'], 'REQUESTER_AND_CCS', 'REQUESTER_AND_CCS'],
    [['REQUESTER', 'REQUESTER_AND_CCS'], 'REQUESTER_AND_CCS', 'REQUESTER_AND_CCS'],
    [['ASSIGNEE', 'DEPARTMENT'], 'NOBODY', null],
    [[], 'NOBODY', null],
  ] as const)('%s: the widest audience of customers wins', (audiences, audience, by) => {
    const run = evaluateTriggers(
      audiences.map((one) => telling(one, one)),
      facts(),
    );
    expect([run.audience, run.toldBy?.trigger.id ?? null]).toEqual([audience, by]);
  });

  it('only mails have an audience', () => {
    expect(audienceOf({ kind: 'NOTIFY', values: ['ASSIGNEE'] })).toBe('ASSIGNEE');
    expect(audienceOf({ kind: 'ADD_TAGS', values: ['REQUESTER'] })).toBeNull();
    const tagged = aTrigger({ actions: [{ kind: 'ADD_TAGS', values: ['REQUESTER'] }] });
    expect(evaluateTriggers([tagged], facts()).audience).toBe('NOBODY');
  });

  it('the first of equals is named', () => {
    const run = evaluateTriggers([telling('one', 'REQUESTER'), telling('two', 'REQUESTER')], facts());
    expect(run.toldBy).toEqual({
      trigger: telling('one', 'REQUESTER'),
      action: { kind: 'NOTIFY', values: ['REQUESTER'] },
    });
  });

  it('an automation looks at the ticket alone', () => {
    const waits = aTrigger({
      on: ['TIME'],
      conditions: { all: [{ field: 'STATUS', is: 'IS', values: ['OPEN'] }], any: [] },
    });
    expect(conditionsHold(waits, TICKET)).toBe(true);
    expect(conditionsHold(waits, { ...TICKET, status: 'SOLVED' })).toBe(false);
  });
});

describe('the author of a comment', () => {
  it.each([
    [R, 'REQUESTER'],
    [C1, 'CC'],
    [C2, 'THIRD_PARTY'],
    [A, 'STAFF'],
    [L, 'STAFF'],
    [null, 'THIRD_PARTY'],
  ] as const)('%o is %s', (author, expected) => {
    expect(commentAuthorOf(author, TICKET)).toBe(expected);
  });

  it('staff who ask are the requester, staff who are copied are staff', () => {
    expect(commentAuthorOf(A, { requester: A, ccs: [] })).toBe('REQUESTER');
    expect(commentAuthorOf(A, { requester: R, ccs: [A] })).toBe('STAFF');
    expect(commentAuthorOf(C1, { requester: R, ccs: [C2, C1] })).toBe('CC');
  });
});

describe('whatever triggers there are', () => {
  const condition = fc.constantFrom(...triggerFields).chain((field) => {
    const { tests, values } = shapeOfField(field);
    const words = typeof values === 'string' ? ['rita', 'carl', 'roof', 'example.org'] : [...values];
    return fc.record({ field: fc.constant(field), is: fc.constantFrom(...tests), values: fc.subarray(words) });
  });
  const action = fc.constantFrom(...triggerActionKinds).chain((kind) => {
    const { values } = shapeOfAction(kind);
    const words = typeof values === 'string' ? ['x', 'rita'] : [...values];
    return fc.record({ kind: fc.constant(kind), values: fc.subarray(words, { minLength: 1, maxLength: 1 }) });
  });
  const anyTrigger = fc.record<Trigger>({
    id: fc.uuid(),
    name: fc.string(),
    active: fc.boolean(),
    on: fc.subarray([...TRIGGER_EVENTS], { minLength: 1 }),
    after: fc.constant(null),
    conditions: fc.record({ all: fc.array(condition, { maxLength: 3 }), any: fc.array(condition, { maxLength: 3 }) }),
    actions: fc.array(action, { minLength: 1, maxLength: 3 }),
  });
  const anyFacts = fc.record({
    events: fc.subarray([...TRIGGER_EVENTS], { minLength: 1 }),
    ticket: fc.constantFrom(TICKET, { ...TICKET, assignee: null, ccs: [], followers: [], tags: [] }),
    changed: fc.constantFrom([], ['STATUS'] as const),
    previousStatus: fc.constantFrom(null, 'SOLVED' as const),
    comment: fc.constantFrom(null, { visibility: 'INTERNAL', author: 'STAFF' } as const),
    via: fc.constantFrom(null, 'MAIL' as const),
  });

  it('the answer is total and the same each time, and says why of each trigger that was asked', () => {
    fc.assert(
      fc.property(fc.array(anyTrigger, { maxLength: 5 }), anyFacts, (triggers, given) => {
        const run = evaluateTriggers(triggers, given);
        expect(evaluateTriggers(triggers, given)).toEqual(run);
        const fired = run.trace.filter(({ held }) => held).map(({ rule }) => rule);
        expect(new Set(run.actions.map(({ trigger }) => trigger.id))).toEqual(new Set(fired));
        for (const { trigger } of run.actions) expect(trigger.active).toBe(true);
        expect(run.toldBy === null).toBe(run.audience === 'NOBODY');
      }),
    );
  });

  it('nothing internal is told to a customer', () => {
    fc.assert(
      fc.property(fc.array(anyTrigger, { maxLength: 5 }), fc.constantFrom(...AUDIENCES), (triggers, audience) => {
        for (const kind of ['COMMENT_ADDED', 'TICKET_CREATED', 'COMMENT_EDITED', 'TRIGGERED'] as const) {
          const by = { name: 'T', template: null };
          const { told } = whoIsToldOf({
            kind,
            visibility: 'INTERNAL',
            via: 'CONSOLE',
            author: G,
            actsAs: 'STAFF',
            confidence: null,
            mailRecipients: [],
            writesOutside: 'ALL',
            ticket: TICKET,
            policy: policyWith('ZOHO_DESK'),
            triggers,
            newCcIds: [C1.id],
            ...(kind === 'TRIGGERED' ? { triggered: { audience, by, agents: [A, R], mail: 'CHANGE' } } : {}),
          });
          expect(told.filter(({ personId }) => personId === R.id || personId === C1.id)).toEqual([]);
        }
      }),
    );
  });
});

describe('who is written to, by triggers', () => {
  const told = (given: Partial<Parameters<typeof whoIsToldOf>[0]>) =>
    whoIsToldOf({
      kind: 'COMMENT_ADDED',
      visibility: 'PUBLIC',
      via: 'CONSOLE',
      author: A,
      actsAs: 'STAFF',
      confidence: null,
      mailRecipients: [],
      writesOutside: 'ALL',
      ticket: TICKET,
      policy: policyWith('COPYDESK'),
      triggers: TRIGGERS,
      newCcIds: [],
      ...given,
    }).told;
  const short = (given: Parameters<typeof told>[0]) => told(given).map(({ personId, rule }) => `${personId} ${rule}`);
  const only = (audience: string, more: Partial<Trigger> = {}) => [
    aTrigger({ actions: [{ kind: 'NOTIFY', values: [audience], subject: 'S' }], ...more }),
  ];

  it('of a comment: the requester alone, both, or no customer; staff as ever', () => {
    const staff = ['grace told-assignee', 'fay told-follower'];
    expect(short({})).toEqual(['rita told-requester', 'carl told-cc', ...staff]);
    expect(short({ triggers: only('REQUESTER') })).toEqual(['rita told-requester', ...staff]);
    expect(short({ triggers: [] })).toEqual(staff);
    expect(short({ triggers: only('DEPARTMENT') })).toEqual(staff);
  });

  it('by triggers of what happened alone', () => {
    for (const on of TRIGGER_EVENTS.filter((one) => one !== 'COMMENT_ADDED'))
      expect(short({ triggers: only('REQUESTER_AND_CCS', { on: [on] }) })).not.toContain('rita told-requester');
  });

  it('a comment alone changes nothing of the ticket', () => {
    const conditions = { all: [{ field: 'CHANGED', is: 'ABSENT', values: [] } as const], any: [] };
    expect(short({ triggers: only('REQUESTER', { conditions }) })).toContain('rita told-requester');
  });

  it('a new CC is welcomed whatever triggers say', () => {
    expect(short({ triggers: only('REQUESTER'), newCcIds: [C1.id] })).toContain('carl told-new-cc');
  });

  it('names the trigger, and takes its words for its own mails alone', () => {
    const [requester, assignee] = told({ triggers: only('REQUESTER') });
    expect(requester).toMatchObject({
      because: 'They are the requester, and the comment is public. Trigger: “T”.',
      template: { subject: 'S', body: null },
    });
    expect(assignee).toMatchObject({ personId: 'grace', because: 'The ticket is assigned to them.' });
    expect(assignee).not.toHaveProperty('template');
    expect(told({})[0]).not.toHaveProperty('template');
  });

  it('looks at who wrote: a third party is no requester', () => {
    const asked = only('REQUESTER_AND_CCS', {
      conditions: { all: [{ field: 'COMMENT_AUTHOR', is: 'IS', values: ['CC'] }], any: [] },
    });
    expect(short({ triggers: asked, author: C1, actsAs: 'CUSTOMER' })).toContain('rita told-requester');
    expect(short({ triggers: asked, author: R, actsAs: 'CUSTOMER' })).not.toContain('carl told-cc');
    expect(short({ triggers: asked, author: C1, actsAs: 'THIRD_PARTY' })).not.toContain('rita told-requester');
  });

  const triggered = (audience: (typeof AUDIENCES)[number], more: Parameters<typeof told>[0] = {}) =>
    short({
      kind: 'TRIGGERED',
      author: null,
      triggered: { audience, by: { name: 'T', template: null }, agents: [A, L, C2], mail: 'CHANGE' },
      ...more,
    });

  it.each([
    ['REQUESTER', ['rita told-requester-by-trigger']],
    ['REQUESTER_AND_CCS', ['rita told-requester-by-trigger', 'carl told-cc-by-trigger']],
    ['ASSIGNEE', ['grace told-assignee-by-trigger']],
    ['DEPARTMENT', ['ada told-department', 'lena told-department']],
  ] as const)('of something else, to %s', (audience, expected) => {
    expect(triggered(audience)).toEqual(expected);
    expect(triggered(audience, { visibility: 'INTERNAL' })).toEqual(audience.startsWith('REQUESTER') ? [] : expected);
  });

  it('of something else: the mail and the sentence are the trigger’s, and not to who did it', () => {
    const [one] = told({
      kind: 'TRIGGERED',
      author: A,
      triggered: {
        audience: 'DEPARTMENT',
        by: { name: 'T', template: { body: 'B' } },
        agents: [A, L],
        mail: 'COMMENT',
      },
    });
    expect(one).toMatchObject({
      personId: 'lena',
      header: 'HIDDEN',
      as: 'DEPARTMENT',
      mail: 'COMMENT',
      because: 'They work in the department. Trigger: “T”.',
      template: { body: 'B' },
    });
    expect(told({ kind: 'STATUS_CHANGED' }).map(({ personId }) => personId)).toEqual(['grace', 'fay']);
  });
});

it('a new department’s triggers: two are on, each has an id of its own, and TIME is none of them', () => {
  const made = defaultTriggers((place) => `id-${place}`);
  expect(made.map(({ id, active, on }) => `${id} ${active} ${on.join('+')}`)).toEqual([
    'id-0 true TICKET_CREATED',
    'id-1 true COMMENT_ADDED+COMMENT_EDITED+COMMENT_DELETED',
    'id-2 false TICKET_CREATED',
    'id-3 false TICKET_CHANGED',
    'id-4 false TICKET_CHANGED',
    'id-5 false TICKET_MERGED',
    'id-6 false RATING_GIVEN',
  ]);
  expect(made[3]?.conditions.all).toEqual([{ field: 'CHANGED', is: 'IS', values: ['STATUS'] }]);
  expect(made[4]?.conditions.all).toEqual([{ field: 'CHANGED', is: 'IS', values: ['ASSIGNEE'] }]);
  expect(made.map(({ actions }) => actions[0]?.values[0])).toEqual([
    'REQUESTER_AND_CCS',
    'REQUESTER_AND_CCS',
    'DEPARTMENT',
    ...Array.from({ length: 4 }, () => 'REQUESTER_AND_CCS'),
  ]);
  expect(TRIGGER_TESTS).toHaveLength(5);
});
