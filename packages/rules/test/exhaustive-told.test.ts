import { describe, expect, it } from 'vitest';
import {
  ACTS_AS,
  CONFIDENCES,
  isStaff,
  previewOf,
  TOLD_EVENT_KINDS,
  TOLD_RULES,
  VIAS,
  VISIBILITIES,
  whoIsToldOf,
} from '../src/index.ts';
import type { Party, ReplyDraft, Told, ToldEvent, ToldTicket } from '../src/index.ts';
import { lazily, OTHER_CC, policyOf, POLICY_DIMENSIONS, REQUESTER } from './every-message.ts';
import { AS_IT_IS, F, G, L, TRIGGERS } from './example.ts';
import { explore, type Choose, type Dimensions } from './explore.ts';

const suspended = (person: Party): Party => ({ ...person, state: 'SUSPENDED' });
const homeless = (person: Party): Party => ({ ...person, address: null });

/** Who takes part, each in every way that the rules tell apart; `author` and `mailRecipients` name them by place. */
const PARTIES: Dimensions = {
  requester: [REQUESTER, G, suspended(REQUESTER), homeless(REQUESTER)],
  assignee: [G, null, L, suspended(G), OTHER_CC],
  ccs: [[OTHER_CC], [], [F], [REQUESTER], [suspended(OTHER_CC)]],
  followers: [[F], [], [L, G], [OTHER_CC]],
};
const WHAT: Dimensions = {
  kind: TOLD_EVENT_KINDS,
  visibility: VISIBILITIES,
  via: VIAS,
  actsAs: ACTS_AS,
  confidence: [null, ...CONFIDENCES],
  writesOutside: ['ALL', 'NOBODY', 'NOT_RECIPIENTS'],
  author: [null, REQUESTER, OTHER_CC, G, F],
  mailRecipients: [[], [REQUESTER.address], [OTHER_CC.address, F.id]],
  newCcIds: [[], [OTHER_CC.id]],
  acknowledged: [0, 1, 2],
  asksForNoAnswer: [null, 'precedence: bulk'],
  leftOutIds: [[], [OTHER_CC.id]],
  triggers: [TRIGGERS, []],
  triggered: [undefined, 'REQUESTER', 'REQUESTER_AND_CCS', 'FOLLOWER', 'ASSIGNEE'],
};
const POLICY = [
  'cc.enabled',
  'cc.allowAgents',
  'cc.notifyEvents',
  'cc.fullPublicHistoryForNewCc',
  'followers.enabled',
  'rating.requester',
  'cc.mayRate',
];

function dimensionsOf(vary: readonly string[]): Dimensions {
  const all = { ...POLICY_DIMENSIONS, ...PARTIES, ...WHAT };
  return Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, vary.includes(name) ? values : values.slice(0, 1)]),
  );
}

function ticketOf(choose: Choose): ToldTicket {
  return lazily<ToldTicket>({
    status: () => 'OPEN',
    subject: () => AS_IT_IS.subject,
    priority: () => AS_IT_IS.priority,
    tags: () => AS_IT_IS.tags,
    requester: () => choose('requester'),
    assignee: () => choose('assignee'),
    ccs: () => choose('ccs'),
    followers: () => choose('followers'),
  });
}

function eventOf(choose: Choose): ToldEvent {
  const chosen = (name: string) => () => choose(name);
  return lazily<Required<ToldEvent>>({
    kind: chosen('kind'),
    visibility: chosen('visibility'),
    via: chosen('via'),
    author: chosen('author'),
    actsAs: chosen('actsAs'),
    confidence: chosen('confidence'),
    mailRecipients: chosen('mailRecipients'),
    writesOutside: chosen('writesOutside'),
    ticket: () => ticketOf(choose),
    policy: () => policyOf(choose),
    newCcIds: chosen('newCcIds'),
    acknowledged: chosen('acknowledged'),
    asksForNoAnswer: chosen('asksForNoAnswer'),
    leftOutIds: chosen('leftOutIds'),
    triggers: chosen('triggers'),
    triggered: () => {
      const audience = choose('triggered');
      const by = { name: 'A trigger', template: null };
      return audience === undefined ? undefined : { audience, by, agents: [G], mail: 'COMMENT' };
    },
  });
}

const everybody = ({ requester, assignee, ccs, followers }: ToldTicket): Party[] =>
  [requester, assignee, ...ccs, ...followers].filter((one) => one !== null);

const isOutside = (ticket: ToldTicket, { personId }: Told): boolean =>
  !everybody(ticket).some((person) => person.id === personId && isStaff(person)) && personId !== G.id;

type Result = ReturnType<typeof whoIsToldOf>;

const PROMISES: Readonly<Record<string, (event: ToldEvent, result: Result) => boolean>> = {
  'one message for each person': (_, { told, untold }) => {
    const ids = [...told, ...untold].map(({ personId }) => personId);
    return new Set(ids).size === ids.length;
  },
  'the author is told of nothing but that their ticket came in': ({ author }, { told }) =>
    told.every(({ personId, mail }) => personId !== author?.id || mail === 'ACKNOWLEDGEMENT'),
  'nothing internal for anybody outside': ({ kind, visibility, ticket }, { told }) =>
    visibility === 'PUBLIC' ||
    told.every((one) => !isOutside(ticket, one) || (kind === 'CC_ADDED' && one.mail === 'HISTORY')),
  'nothing outside for a third party, an unproven sender, or what went there directly': (event, { told }) =>
    event.kind === 'CC_ADDED' ||
    (event.actsAs !== 'THIRD_PARTY' && event.confidence !== 'UNPROVEN' && event.writesOutside !== 'NOBODY') ||
    told.every((one) => !isOutside(event.ticket, one)),
  'who has the mail gets no other, but as a new CC or as an acknowledgement': (event, { told }) =>
    told.every(
      ({ personId, address, mail }) =>
        mail === 'ACKNOWLEDGEMENT' ||
        event.newCcIds.includes(personId) ||
        !(event.mailRecipients.includes(address) || event.mailRecipients.includes(personId)),
    ),
  'followers and the assignee are in no visible header': (_, { told }) =>
    told.every(({ as, header }) => (as === 'REQUESTER' || as === 'CC') === (header !== 'HIDDEN')),
  'whoever follows or is assigned is of the team': ({ ticket }, { told }) =>
    told.every((one) => one.header !== 'HIDDEN' || !isOutside(ticket, one)),
  'nobody is written to who is not active or has no address': ({ ticket }, { told }) =>
    told.every(
      ({ personId, address }) =>
        everybody(ticket).some((one) => one.id === personId && one.state === 'ACTIVE' && one.address === address) ||
        personId === G.id,
    ),
  'no CC is told where CCs are off, or was left out': ({ policy, leftOutIds }, { told }) =>
    told.every(({ as, personId }) => as !== 'CC' || (policy.cc.enabled && !leftOutIds?.includes(personId))),
  'who asks for no answer, or has had their acknowledgements of the hour, gets none': (event, { told }) => {
    const { acknowledged = 0, asksForNoAnswer, confidence, policy } = event;
    const isFree =
      confidence === null || acknowledged < (confidence === 'PROVEN' ? policy.mail.hourlyAcknowledgements : 1);
    return (isFree && asksForNoAnswer === null) || told.every(({ mail }) => mail !== 'ACKNOWLEDGEMENT');
  },
  'each says by which rule and why': (_, { told, untold }) =>
    [...told, ...untold].every(({ because }) => because !== '') && told.every(({ rule }) => TOLD_RULES.includes(rule)),
};

describe('whoever is written to', () => {
  it.each<[string, string[]]>([
    [
      'whatever happened',
      ['kind', 'visibility', 'via', 'actsAs', 'confidence', 'writesOutside', 'acknowledged', 'asksForNoAnswer'],
    ],
    ['whoever takes part', ['kind', 'visibility', ...Object.keys(PARTIES)]],
    ['whatever a trigger says', ['kind', 'visibility', 'triggered', 'author', 'ccs']],
    ['whatever the department wants', ['kind', 'visibility', 'newCcIds', 'triggers', ...POLICY]],
    ['whoever has it', ['kind', 'via', 'author', 'mailRecipients', 'newCcIds', 'leftOutIds']],
  ])(
    'is told what is theirs: %s',
    (_, vary) => {
      const broken: Record<string, unknown> = {};
      const { runs } = explore(dimensionsOf(vary), (choose) => {
        const event = eventOf(choose);
        return () => {
          const result = whoIsToldOf(event);
          for (const [name, holds] of Object.entries(PROMISES))
            if (!holds(event, result))
              broken[name] ??= { ...event, ticket: { ...event.ticket }, policy: null, ...result };
          if (JSON.stringify(whoIsToldOf(event)) !== JSON.stringify(result))
            broken['the same every time'] = { ...event };
        };
      });
      expect(broken).toEqual({});
      expect(runs).toBeGreaterThan(300);
    },
    60_000,
  );
});

describe('the preview of a reply', () => {
  it('names nobody outside for a note, whoever writes it and whoever takes part', () => {
    const dimensions: Dimensions = {
      ...dimensionsOf(['visibility', 'requester', 'ccs', 'cc.enabled', 'cc.allowAgents']),
      'cc.removeViaReplyEditor': [true, false],
      writer: [G, L, REQUESTER],
      addCcs: [[], [F], [OTHER_CC]],
      removeCcIds: [[], [OTHER_CC.id]],
    };
    const broken: unknown[] = [];
    const { runs } = explore(dimensions, (choose) => {
      const draft = lazily<ReplyDraft>({
        author: () => choose('writer'),
        visibility: () => choose('visibility'),
        via: () => choose('via'),
        addCcs: () => choose('addCcs'),
        removeCcIds: () => choose('removeCcIds'),
      });
      const [ticket, policy] = [ticketOf(choose), policyOf(choose)];
      return () => {
        const preview = previewOf(draft, ticket, { policy, triggers: TRIGGERS });
        const outside = preview.told.filter((one) => isOutside(ticket, one) && one.personId !== F.id);
        const isNote = draft.visibility === 'INTERNAL';
        const holds =
          (!isNote || (outside.length === 0 && preview.to.length + preview.cc.length === 0)) &&
          preview.told.every(({ personId }) => personId !== draft.author.id) &&
          new Set(preview.told.map(({ personId }) => personId)).size === preview.told.length &&
          (!isNote || JSON.stringify(preview.ccsAfter) === JSON.stringify(ticket.ccs));
        if (!holds) broken.push({ ...draft, ...preview });
      };
    });
    expect(broken.slice(0, 1)).toEqual([]);
    expect(runs).toBeGreaterThan(300);
  }, 60_000);
});
