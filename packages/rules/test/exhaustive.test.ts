import { describe, expect, it } from 'vitest';
import { decideInbound } from '../src/index.ts';
import { RULES } from '../src/engines.ts';
import { ALL_DIMENSIONS, ANSWERED_PEOPLE, messageOf, NAMED_PEOPLE, RECIPIENTS } from './every-message.ts';
import { explore, type Choose, type Dimensions } from './explore.ts';
import { brokenPromises } from './promises.ts';

/** Who writes, in which relation to the ticket, and how sure the desk is of both: varied in every enumeration. */
const WHO = ['author', 'confidence', 'identification', 'ticket', 'isRequester', 'isCc', 'isAssignee', 'isFollower'];

/**
 * The enumerations: each varies who writes, and everything that one part of the decision looks at. What a part reads
 * beyond that has one value there, and is varied in another.
 */
const ENUMERATIONS: Readonly<Record<string, { vary: readonly string[]; values?: Dimensions }>> = {
  'before any decision': {
    vary: [...WHO, 'own', 'deliveryReport', 'automatic', 'malformed', 'lastHour', 'ticketLastHour', 'recovered'],
  },
  'who may take part: third parties, closed tickets, recovered messages': {
    vary: [...WHO, 'recovered', 'privacy.cannotEditNoToken', 'ticket.onClosedReply', 'cc.enabled', 'cc.allowAgents'],
    values: { status: ['OPEN', 'CLOSED'] },
  },
  'public or internal, by checklist and engines': {
    vary: [
      ...WHO,
      'agentMail.engine',
      'agentMail.publicByDefault',
      'agentMail.soleAccountRecipient',
      'cc.replyWithoutRequester',
      'followers.replyPrivacy',
      'forward',
      'hasPublicComment',
      'privacy.leakGuard',
      'repeatsInternal',
    ],
    values: { recipients: RECIPIENTS, commands: ALL_DIMENSIONS['commands']?.slice(0, 3) ?? [] },
  },
  'commands and the status': {
    vary: [
      ...WHO,
      'agentMail.directOutsideStatus',
      'agentMail.engine',
      'commands',
      'mailapi.enabled',
      'status',
      'ticket.onClosedReply',
      'ticket.reopenOnCustomerReply',
    ],
    values: {
      identification: ['IDENTIFIED'],
      isFollower: [false],
      recipients: RECIPIENTS.slice(0, 5).filter((_, at) => at !== 1),
    },
  },
  'who is copied': {
    vary: [
      ...WHO,
      'cc.allowAgents',
      'cc.autoAddEmailRecipients',
      'cc.blocklist',
      'cc.enabled',
      'cc.endUsersMayAddByEmail',
      'cc.excludedContactKinds',
      'cc.extraToBecomeCc',
      'cc.lightAgentsAsCc',
      'cc.maxPerTicket',
      'cc.newAddressCreates',
      'cc.overflowInbound',
    ],
    values: { identification: ['IDENTIFIED'], isFollower: [false], isAssignee: [false], recipients: NAMED_PEOPLE },
  },
  'who is dropped, comes back, follows': {
    vary: [
      ...WHO,
      'cc.enabled',
      'cc.removeViaInboundEmail',
      'followers.agentCcBecomesFollower',
      'followers.autoFollowReplyingAgent',
      'followers.enabled',
      'namedInAnswered',
      'otherCcs',
    ],
    values: { identification: ['IDENTIFIED'], recipients: ANSWERED_PEOPLE },
  },
  'side conversations': {
    vary: [
      ...WHO,
      'side',
      'sideState',
      'automatic',
      'recovered',
      'ticket.onClosedReply',
      'cc.portalAccess',
      'helpCenter.enabled',
      'privacy.agentAsRequester',
    ],
    values: {
      identification: ['IDENTIFIED'],
      isFollower: [false],
      recipients: RECIPIENTS.slice(4, 6),
      status: ['OPEN', 'CLOSED'],
    },
  },
  'what is passed on': {
    vary: [
      ...WHO,
      'forward',
      'forwarded',
      'commands',
      'mail.forwardSetsRequester',
      'agentMail.newMailAgentIsRequester',
    ],
    values: { identification: ['NONE', 'IDENTIFIED'], isFollower: [false] },
  },
};

/** The dimensions of an enumeration: those that vary with all their values, the others with their first. */
function dimensionsOf({ vary, values = {} }: (typeof ENUMERATIONS)[string]): Dimensions {
  return Object.fromEntries(
    Object.entries(ALL_DIMENSIONS).map(([name, all]) => [
      name,
      values[name] ?? (vary.includes(name) ? all : all.slice(0, 1)),
    ]),
  );
}

type Enumerated = {
  runs: number;
  combinations: bigint;
  fixed: readonly string[];
  /** Rules that decided. */
  seen: ReadonlySet<string>;
  /** By promise: the first message that breaks it. */
  broken: Record<string, unknown>;
};

function decideAll(dimensions: Dimensions): Enumerated {
  const broken: Record<string, unknown> = {};
  const seen = new Set<string>();
  const chosen = new Map<string, unknown>();
  const explored = explore(dimensions, (choose: Choose) => {
    const facts = messageOf((name) => {
      const value = choose(name);
      chosen.set(name, value);
      return value;
    });
    return () => {
      chosen.clear();
      const result = decideInbound(facts);
      seen.add(result.decision.rule);
      for (const promise of brokenPromises(facts, result, decideInbound(facts)))
        broken[promise] ??= Object.fromEntries(chosen);
    };
  });
  return { ...explored, seen, broken };
}

describe('every message that can come in', () => {
  const results: Enumerated[] = [];
  it.each(Object.entries(ENUMERATIONS))(
    'keeps every promise: %s',
    (_, enumeration) => {
      const result = decideAll(dimensionsOf(enumeration));
      results.push(result);
      expect(result.broken).toEqual({});
    },
    120_000,
  );

  it('is one of more than 350,000, which stand for 90 million combinations', async ({ annotate }) => {
    const runs = results.reduce((sum, result) => sum + result.runs, 0);
    const combinations = results.reduce((sum, result) => sum + result.combinations, 0n);
    await annotate(`${runs} messages, each decided twice, stand for ${combinations} combinations.`);
    expect(runs).toBeGreaterThan(350_000);
    expect(combinations).toBeGreaterThan(90_000_000n);
  });

  it('is told apart by facts that are all varied somewhere, and reaches every rule', () => {
    // The hourly limits stand still while the count of mails moves round them.
    const varied = new Set(['mail.hourlyHard', 'mail.hourlySoft', 'mail.hourlyPerTicket']);
    for (const { vary, values = {} } of Object.values(ENUMERATIONS))
      for (const name of [...vary, ...Object.keys(values)]) varied.add(name);
    expect(results.flatMap(({ fixed }) => fixed.filter((name) => !varied.has(name)))).toEqual([]);
    const seen = new Set(results.flatMap((result) => [...result.seen]));
    const silent = [...RULES.values()].filter(({ rule, decides }) => decides !== null && !seen.has(rule));
    expect(silent.map(({ rule }) => rule)).toEqual([]);
  });
});
