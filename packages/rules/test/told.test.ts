import { describe, expect, it } from 'vitest';
import { AUDIENCES, previewOf, visibleHeaders, whoIsToldOf, type Audience, type ToldEvent } from '../src/index.ts';
import { A, AS_IT_IS, C1, C2, F, G, L, policyWith, R, TRIGGERS } from './example.ts';

const COPYDESK = policyWith('COPYDESK');
const NOBODY_ADDRESS = { ...C2, address: null };

function event(overrides: Partial<ToldEvent> = {}): ToldEvent {
  return {
    kind: 'COMMENT_ADDED',
    visibility: 'PUBLIC',
    via: 'CONSOLE',
    author: G,
    actsAs: 'STAFF',
    confidence: null,
    mailRecipients: [],
    writesOutside: 'ALL',
    ticket: { ...AS_IT_IS, requester: R, assignee: G, ccs: [C1], followers: [F] },
    policy: COPYDESK,
    newCcIds: [],
    triggers: TRIGGERS,
    ...overrides,
  };
}

/** `rita TO COMMENT`, one a person. */
const told = (overrides: Partial<ToldEvent>): string[] =>
  whoIsToldOf(event(overrides)).told.map(({ personId, header, mail }) => `${personId} ${header} ${mail}`);

const byMail = { via: 'MAIL', confidence: 'PROVEN', writesOutside: 'NOT_RECIPIENTS' } as const;
const byCustomer = { ...byMail, author: R, actsAs: 'CUSTOMER' } as const;
const byStranger = {
  ...byMail,
  author: null,
  actsAs: 'THIRD_PARTY',
  visibility: 'INTERNAL',
  writesOutside: 'NOBODY',
} as const;

describe('table 4: who is written to', () => {
  it.each<[string, Partial<ToldEvent>, string[]]>([
    [
      'a merge: the team, by the note about it',
      { kind: 'MERGED', visibility: 'INTERNAL', author: A, writesOutside: 'NOBODY' },
      ['grace HIDDEN COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      'a mailed ticket: an acknowledgement',
      {
        ...byCustomer,
        kind: 'TICKET_CREATED',
        ticket: { ...AS_IT_IS, requester: R, assignee: null, ccs: [], followers: [] },
      },
      ['rita TO ACKNOWLEDGEMENT'],
    ],
    [
      'a mailed ticket by LIKELY: its CCs have it',
      {
        ...byCustomer,
        kind: 'TICKET_CREATED',
        confidence: 'LIKELY',
        newCcIds: [C1.id],
        mailRecipients: ['carl@example.org'],
      },
      ['rita TO ACKNOWLEDGEMENT'],
    ],
    [
      'a mailed ticket by UNPROVEN: nobody',
      { ...byCustomer, kind: 'TICKET_CREATED', confidence: 'UNPROVEN', newCcIds: [C1.id] },
      [],
    ],
    [
      '2-22: a mailed ticket: its new CCs, even if they stood in Cc',
      { ...byCustomer, kind: 'TICKET_CREATED', newCcIds: [C1.id], mailRecipients: ['carl@example.org'] },
      ['rita TO ACKNOWLEDGEMENT', 'carl CC HISTORY'],
    ],
    [
      'a help center ticket: CCs',
      { kind: 'TICKET_CREATED', via: 'HELP_CENTER', author: R, actsAs: 'CUSTOMER' },
      ['rita TO ACKNOWLEDGEMENT', 'carl CC COMMENT'],
    ],
    [
      'a ticket in the console',
      { kind: 'TICKET_CREATED' },
      ['rita TO COMMENT', 'carl CC COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      '0-02, 0-11, 0-18: a public comment in the console',
      {},
      ['rita TO COMMENT', 'carl CC COMMENT', 'fay HIDDEN COMMENT'],
    ],
    ['0-03, 0-12, 0-19: an internal note', { visibility: 'INTERNAL' }, ['fay HIDDEN COMMENT']],
    ['a third party', byStranger, ['grace HIDDEN COMMENT', 'fay HIDDEN COMMENT']],
    [
      'public by staff by mail, requester in To',
      { ...byMail, mailRecipients: ['rita@example.org'] },
      ['carl CC COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      'public by staff by mail, requester known by id',
      { ...byMail, mailRecipients: [R.id] },
      ['carl CC COMMENT', 'fay HIDDEN COMMENT'],
    ],
    ['public by the requester by mail', byCustomer, ['carl CC COMMENT', 'grace HIDDEN COMMENT', 'fay HIDDEN COMMENT']],
    [
      'public by a CC by mail to all',
      { ...byCustomer, author: C1, mailRecipients: ['rita@example.org'] },
      ['grace HIDDEN COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      '2-41: public by a CC in the help center',
      { author: C1, actsAs: 'CUSTOMER', via: 'HELP_CENTER' },
      ['rita TO COMMENT', 'grace HIDDEN COMMENT', 'fay HIDDEN COMMENT'],
    ],
    ['4-07: sent outside directly', { ...byMail, writesOutside: 'NOBODY' }, ['fay HIDDEN COMMENT']],
    [
      '4-03: a reply to everybody',
      { ...byMail, writesOutside: 'ALL' },
      ['rita TO COMMENT', 'carl CC COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      '2-25, 2-26: edits, where wanted',
      { kind: 'COMMENT_EDITED', policy: policyWith('ZOHO_DESK') },
      ['rita TO CHANGE', 'carl CC CHANGE'],
    ],
    ['edits, where not', { kind: 'COMMENT_EDITED' }, ['fay HIDDEN CHANGE']],
    [
      'edits by others than the assignee',
      { kind: 'COMMENT_EDITED', author: A },
      ['grace HIDDEN CHANGE', 'fay HIDDEN CHANGE'],
    ],
    [
      'deletions by others than the assignee',
      { kind: 'COMMENT_DELETED', author: A },
      ['grace HIDDEN CHANGE', 'fay HIDDEN CHANGE'],
    ],
    [
      'a ticket that a colleague opens for the assignee',
      { kind: 'TICKET_CREATED', author: A },
      ['rita TO COMMENT', 'carl CC COMMENT', 'grace HIDDEN COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      'a CC who copies themselves is not welcomed by mail',
      { kind: 'CC_ADDED', author: C1, actsAs: 'CUSTOMER', newCcIds: [C1.id] },
      [],
    ],
    [
      'comments, however many acknowledgements there were',
      { ...byCustomer, author: C1, acknowledged: 99 },
      ['rita TO COMMENT', 'grace HIDDEN COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      '2-25, 2-26: deletions, where wanted',
      { kind: 'COMMENT_DELETED', policy: policyWith('ZOHO_DESK') },
      ['rita TO CHANGE', 'carl CC CHANGE'],
    ],
    [
      'deletions, where edits alone are wanted',
      { kind: 'COMMENT_DELETED', policy: policyWith('COPYDESK', { cc: { notifyEvents: ['PUBLIC_EDIT'] } }) },
      ['fay HIDDEN CHANGE'],
    ],
    ['0-36: a CC is added', { kind: 'CC_ADDED', newCcIds: [C1.id] }, ['carl CC HISTORY']],
    [
      'a CC is added by mail',
      { ...byMail, kind: 'CC_ADDED', newCcIds: [C1.id], mailRecipients: ['carl@example.org'] },
      ['carl CC HISTORY'],
    ],
    [
      '1-04: a CC is added with a comment: one mail',
      { newCcIds: [C1.id] },
      ['rita TO COMMENT', 'carl CC HISTORY', 'fay HIDDEN COMMENT'],
    ],
    ['assigned', { kind: 'ASSIGNED', author: A }, ['grace HIDDEN CHANGE', 'fay HIDDEN CHANGE']],
    ['status changed', { kind: 'STATUS_CHANGED' }, ['fay HIDDEN CHANGE']],
    [
      'liveagent: CCs hear of agents alone',
      { ...byCustomer, policy: policyWith('LIVEAGENT') },
      ['grace HIDDEN COMMENT'],
    ],
    [
      'CCs are off',
      { policy: policyWith('COPYDESK', { cc: { enabled: false } }) },
      ['rita TO COMMENT', 'fay HIDDEN COMMENT'],
    ],
    [
      '9-07: agents who are CCs, where they may not',
      {
        ticket: { ...AS_IT_IS, requester: R, assignee: null, ccs: [A], followers: [] },
        policy: policyWith('ZOHO_DESK'),
      },
      ['rita TO COMMENT'],
    ],
    [
      '1-12: an agent CC is in the headers',
      { ticket: { ...AS_IT_IS, requester: R, assignee: null, ccs: [A, C1], followers: [A] } },
      ['rita TO COMMENT', 'ada CC COMMENT', 'carl CC COMMENT'],
    ],
    [
      'an agent CC who follows sees notes as a follower',
      { visibility: 'INTERNAL', ticket: { ...AS_IT_IS, requester: R, assignee: null, ccs: [A], followers: [A] } },
      ['ada HIDDEN COMMENT'],
    ],
    [
      'a follower who is staff no more',
      {
        visibility: 'INTERNAL',
        ticket: { ...AS_IT_IS, requester: R, assignee: null, ccs: [], followers: [{ ...F, role: 'END_USER' }] },
      },
      [],
    ],
    [
      'light agents follow as well',
      { visibility: 'INTERNAL', ticket: { ...AS_IT_IS, requester: R, assignee: null, ccs: [], followers: [L] } },
      ['lena HIDDEN COMMENT'],
    ],
  ])('%s', (_, overrides, expected) => {
    expect(told(overrides)).toEqual(expected);
  });

  it.each<[string, Partial<ToldEvent>, number, string | null]>([
    ['proven, the second within the hour', { confidence: 'PROVEN', acknowledged: 1 }, 2, null],
    ['proven, the third', { confidence: 'PROVEN', acknowledged: 2 }, 2, '2 acknowledgements'],
    ['likely, the first', { confidence: 'LIKELY' }, 1, null],
    ['likely, the second', { confidence: 'LIKELY', acknowledged: 1 }, 1, 'an acknowledgement'],
  ])('acknowledges no more than a few tickets in an hour: %s', (_, overrides, hourly, had) => {
    const ticket = { ...AS_IT_IS, requester: R, assignee: null, ccs: [], followers: [] };
    const policy = policyWith('COPYDESK', { mail: { hourlyAcknowledgements: 2 } });
    const created = { ...byCustomer, kind: 'TICKET_CREATED', ticket, policy } as const;
    const { told: to, untold } = whoIsToldOf(event({ ...created, ...overrides }));
    expect(to.map((one) => [one.mail, one.hourly])).toEqual(had === null ? [['ACKNOWLEDGEMENT', hourly]] : []);
    const because = `${R.address} has been sent ${had} within the hour, and gets no further one.`;
    expect(untold).toEqual(had === null ? [] : [{ personId: R.id, because }]);
  });

  it('acknowledges nothing that asks for no answer', () => {
    const ticket = { ...AS_IT_IS, requester: R, assignee: null, ccs: [], followers: [] };
    const overrides = { ...byCustomer, kind: 'TICKET_CREATED', ticket, asksForNoAnswer: 'precedence: bulk' } as const;
    const because = 'Their mail asks that no machine answers it (precedence: bulk).';
    expect(whoIsToldOf(event(overrides))).toEqual({ told: [], untold: [{ personId: R.id, because }] });
  });

  it('acknowledges every ticket of the help center', () => {
    const ticket = { ...AS_IT_IS, requester: R, assignee: null, ccs: [], followers: [] };
    const overrides = { via: 'HELP_CENTER', author: R, actsAs: 'CUSTOMER', kind: 'TICKET_CREATED', ticket } as const;
    expect(told({ ...overrides, acknowledged: 9 })).toEqual(['rita TO ACKNOWLEDGEMENT']);
  });

  it('1-03: lists apart who has no address, and who is not written to', () => {
    const ticket = {
      ...AS_IT_IS,
      requester: { ...R, state: 'DELETED' },
      assignee: null,
      ccs: [NOBODY_ADDRESS],
      followers: [],
    } as const;
    expect(whoIsToldOf(event({ ticket }))).toEqual({
      told: [],
      untold: [
        { personId: R.id, because: 'rita is not written to: the contact is deleted.' },
        { personId: C2.id, because: 'cleo cannot be written to: there is no address.' },
      ],
    });
  });
});

describe('what a new CC is told about', () => {
  it.each<['COMMENT_ADDED' | 'CC_ADDED', boolean, string]>([
    ['COMMENT_ADDED', true, 'since the ticket began'],
    ['CC_ADDED', true, 'since the ticket began'],
    ['COMMENT_ADDED', false, 'from here on'],
    ['CC_ADDED', false, 'from here on'],
  ])('%s, full history %s: %s', (kind, fullPublicHistoryForNewCc, which) => {
    const policy = policyWith('COPYDESK', { cc: { enabled: true, fullPublicHistoryForNewCc } });
    const { told: all } = whoIsToldOf(event({ kind, policy, newCcIds: [C1.id] }));
    expect(all.find(({ personId }) => personId === C1.id)).toMatchObject({
      because: `They have just been copied: they get the public comments ${which}.`,
      // A comment that goes along is what there is from here on; without one the mail says that they were copied.
      mail: kind === 'COMMENT_ADDED' && !fullPublicHistoryForNewCc ? 'COMMENT' : 'HISTORY',
    });
  });
});

it('acknowledgements alone say how many may go in an hour', () => {
  const { told: all } = whoIsToldOf(event({ ...byCustomer, kind: 'TICKET_CREATED' }));
  expect(all.filter((one) => 'hourly' in one).map(({ mail }) => mail)).toEqual(['ACKNOWLEDGEMENT']);
});

describe('everybody is told why', () => {
  const by = (name: string) => ` Trigger: “Tell requester and CCs of ${name}”.`;
  const triggered = (audience: Audience): Partial<ToldEvent> => ({
    kind: 'TRIGGERED',
    triggered: { audience, by: { name: 'T', template: null }, agents: [A], mail: 'CHANGE' },
  });
  it.each<[string, Partial<ToldEvent>, Record<string, string>]>([
    [
      'a new ticket',
      { ...byCustomer, kind: 'TICKET_CREATED' },
      {
        rita: `They wrote to the desk: the ticket is acknowledged.${by('a new ticket')}`,
        carl: `They are copied (CC), and the comment is public.${by('a new ticket')}`,
      },
    ],
    [
      'a comment',
      { author: A },
      {
        rita: `They are the requester, and the comment is public.${by('public comments')}`,
        carl: `They are copied (CC), and the comment is public.${by('public comments')}`,
        grace: 'The ticket is assigned to them.',
        fay: 'They follow the ticket, unseen by the others.',
      },
    ],
    [
      'a change',
      { kind: 'COMMENT_EDITED', policy: policyWith('ZOHO_DESK') },
      {
        rita: `They are the requester, and a public comment changed.${by('public comments')}`,
        carl: `They are copied (CC), and a public comment changed.${by('public comments')}`,
      },
    ],
    [
      'a rating',
      { kind: 'RATING_ASKED', policy: policyWith('COPYDESK', { cc: { mayRate: 'ON_CLOSE' } }) },
      {
        rita: 'They are the requester, and are asked how it went.',
        carl: 'They are copied (CC), and are asked how it went.',
      },
    ],
    [
      'a trigger, to customers',
      triggered('REQUESTER_AND_CCS'),
      { rita: 'They are the requester. Trigger: “T”.', carl: 'They are copied (CC). Trigger: “T”.' },
    ],
    [
      'a trigger, to the assignee',
      { ...triggered('ASSIGNEE'), author: null },
      { grace: 'The ticket is assigned to them. Trigger: “T”.' },
    ],
    ['a trigger, to the department', triggered('DEPARTMENT'), { ada: 'They work in the department. Trigger: “T”.' }],
  ])('%s', (_, overrides, expected) => {
    const { told: all } = whoIsToldOf(event(overrides));
    expect(Object.fromEntries(all.map(({ personId, because }) => [personId, because]))).toEqual(expected);
  });

  it('of what a trigger tells, by the mail that it sends: about the change, or the comment', () => {
    for (const mail of ['CHANGE', 'COMMENT'] as const) {
      for (const audience of AUDIENCES) {
        const by = { name: 'T', template: null };
        const { told: all } = whoIsToldOf(
          event({ kind: 'TRIGGERED', author: null, triggered: { audience, by, agents: [A], mail } }),
        );
        expect(new Set(all.map((one) => one.mail))).toEqual(new Set([mail]));
      }
    }
    expect(told({ kind: 'TRIGGERED', author: null })).toEqual([]);
  });
});

describe('visible headers', () => {
  it('name the requester and all CCs, whoever gets the mail; never followers', () => {
    const { to, cc } = visibleHeaders({ requester: R, ccs: [C1, A, NOBODY_ADDRESS] }, COPYDESK);
    expect([to, cc]).toEqual([[R], [C1, A]]);
  });
});

describe('the preview of a reply', () => {
  const ticket = { ...AS_IT_IS, requester: R, assignee: G, ccs: [C1], followers: [F] };
  const draft = { author: G, visibility: 'PUBLIC', addCcs: [C2], removeCcIds: [C1.id], via: 'CONSOLE' } as const;

  it('9-03: dropping a CC removes them', () => {
    const preview = previewOf(draft, ticket, { policy: COPYDESK, triggers: TRIGGERS });
    expect(preview.told.map(({ personId }) => personId)).toEqual([R.id, C2.id, F.id]);
    expect(preview).toMatchObject({ to: [R], cc: [C2], ccsAfter: [C2], leftOutIds: [] });
  });

  it('2-32, 9-03: or leaves them out of this reply alone', () => {
    const preview = previewOf(draft, ticket, { policy: policyWith('ZOHO_DESK'), triggers: TRIGGERS });
    expect(preview.told.map(({ personId }) => personId)).toEqual([R.id, C2.id]);
    expect(preview).toMatchObject({ to: [R], cc: [C2], ccsAfter: [C1, C2], leftOutIds: [C1.id] });
  });

  it('1-06: a note has no CCs and reaches staff alone', () => {
    const preview = previewOf({ ...draft, visibility: 'INTERNAL' }, ticket, { policy: COPYDESK, triggers: TRIGGERS });
    expect(preview.told.map(({ personId }) => personId)).toEqual([F.id]);
    expect(preview).toMatchObject({ to: [], cc: [], ccsAfter: [C1] });
  });
});
