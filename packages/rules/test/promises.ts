import { isStaff, outcomeFromTrace } from '../src/index.ts';
import type { InboundFacts, InboundResult, Party } from '../src/index.ts';
import { RULES } from '../src/engines.ts';

type Promised = (facts: InboundFacts, result: InboundResult) => boolean;

const hasComment = ({ effect }: InboundResult): boolean => effect === 'COMMENT' || effect === 'TICKET';

function changesNobody({ addCcs, removeCcs, addFollowers, requester, changes }: InboundResult): boolean {
  const lists = addCcs.length + removeCcs.length + addFollowers.length + Object.keys(changes).length;
  return lists === 0 && requester === null;
}

const changesNothing = (result: InboundResult): boolean =>
  changesNobody(result) && result.status === null && !result.followsUp;

const isTheirTicket = ({ ticket, author: { party } }: InboundFacts): boolean =>
  party !== null && ticket?.requester.id === party.id;

/** Rules that decide as they do because an agent, and nobody else, wrote. */
const STAFFS_OWN: ReadonlySet<string> = new Set([
  'role-may-not',
  'follower',
  'note-command',
  'mail-default',
  'otherwise',
  'sole-address',
  'only-staff',
  'direct-outside',
  'forward',
  'to-contact',
  'no-contact',
  'side-team',
]);

const BECOMES: Readonly<Record<string, readonly string[]>> = {
  PUBLIC: ['COMMENT', 'TICKET'],
  INTERNAL: ['COMMENT', 'TICKET', 'SYSTEM_ENTRY', 'SIDE_MESSAGE', 'DELIVERY_STATE'],
  SUSPENDED: ['SUSPEND'],
  REJECTED: ['REJECT'],
};

/** What holds for every message, whoever sends it to whatever department. */
const PROMISES: Readonly<Record<string, Promised>> = {
  'the last check of the trace decided': (_, { decision: { trace, rule } }) =>
    trace.at(-1)?.rule === rule && trace.at(-1)?.held === true,
  'no check before it that holds decides': (_, { decision: { trace } }) =>
    trace.slice(0, -1).every(({ held, rule }) => !held || RULES.get(rule)?.decides === null),
  'every check is known and says why': (_, { decision: { trace } }) =>
    trace.every(({ rule, because }) => RULES.has(rule) && because !== ''),
  'the outcome follows from the trace alone': (_, { decision }) => {
    const again = outcomeFromTrace(decision.trace);
    return again?.outcome === decision.outcome && again.rule === decision.rule;
  },
  'effect and visibility are those of the outcome': (_, { decision: { outcome }, effect, visibility }) =>
    BECOMES[outcome]?.includes(effect) === true &&
    visibility === (effect === 'DELIVERY_STATE' || !['PUBLIC', 'INTERNAL'].includes(outcome) ? null : outcome),
  'only a comment or a ticket changes anything': (_, result) => hasComment(result) || changesNothing(result),
  'nothing leaves the desk but what is public': (_, { writesOutside, decision }) =>
    decision.outcome === 'PUBLIC' || writesOutside === 'NOBODY',

  'an unproven sender is not public, changes nothing, and is answered by nothing': ({ message }, result) =>
    message.confidence !== 'UNPROVEN' ||
    message.recovered !== null ||
    (result.decision.outcome !== 'PUBLIC' && changesNothing(result) && result.writesOutside === 'NOBODY'),
  'an unproven sender changes nothing on a ticket, recovered or not': ({ message }, result) =>
    message.confidence !== 'UNPROVEN' ||
    result.effect !== 'COMMENT' ||
    (result.visibility === 'INTERNAL' && changesNothing(result)),
  'below proven, nobody acts as staff': ({ message, author }, result) =>
    (message.confidence === 'PROVEN' && message.recovered === null) ||
    (result.actsAs !== 'STAFF' &&
      result.commands.every(({ obeyed }) => !obeyed) &&
      Object.keys(result.changes).length + result.addFollowers.length === 0 &&
      (result.requester === null || result.requester.address === author.address) &&
      !STAFFS_OWN.has(result.decision.rule)),
  'a likely sender changes nobody on a ticket': ({ message }, result) =>
    (message.confidence === 'PROVEN' && message.recovered === null) ||
    result.effect !== 'COMMENT' ||
    changesNobody(result),
  'a third party is internal and changes nothing': (_, result) =>
    result.actsAs !== 'THIRD_PARTY' ||
    result.effect !== 'COMMENT' ||
    (result.visibility === 'INTERNAL' && changesNothing(result)),
  'a third party does not become a participant': ({ author }, result) =>
    result.actsAs !== 'THIRD_PARTY' ||
    ![...result.addCcs.map(({ address }) => address), ...result.addFollowers.map(({ personId }) => personId)].some(
      (one) => one === author.address || one === author.party?.id,
    ),
  'whoever may not speak publicly does not': ({ author: { party }, ticket }, result) =>
    result.visibility !== 'PUBLIC' ||
    result.effect !== 'COMMENT' ||
    !isStaff(party) ||
    ticket?.requester.id === party?.id ||
    (party?.role !== 'LIGHT_AGENT' && party?.mayCommentPublicly === true),
  'an automatic message changes nothing and is answered by nothing': ({ message }, result) =>
    message.automatic === null ||
    (result.writesOutside === 'NOBODY' && (message.recovered !== null || changesNothing(result))),
  'our own mail is rejected': ({ message }, { effect }) => !message.own || effect === 'REJECT',
  'what is malformed is not taken': ({ message }, { effect }) =>
    message.malformed === null || message.recovered !== null || !['COMMENT', 'TICKET', 'SIDE_MESSAGE'].includes(effect),
  'whoever is barred is not heard': ({ message, author }, { effect }) =>
    !['SUSPENDED', 'SPAM'].includes(author.party?.state ?? '') ||
    message.recovered !== null ||
    message.automatic !== null ||
    !['COMMENT', 'TICKET', 'SIDE_MESSAGE'].includes(effect),
  'a warning is for a comment that is internal, but for one about a domain': (_, { warnings, visibility, effect }) =>
    warnings.every(({ kind }) => kind === 'LOOKALIKE_DOMAIN') ||
    (visibility === 'INTERNAL' && (hasComment({ effect } as never) || effect === 'SIDE_MESSAGE')),

  'CCs are added by public messages, where CCs are on': (facts, result) =>
    result.addCcs.length === 0 || (result.visibility === 'PUBLIC' && facts.department.policy.cc.enabled),
  'no message makes more CCs than the limit': (facts, result) => {
    if (result.addCcs.length === 0) return true;
    const before = result.effect === 'COMMENT' ? (facts.ticket?.ccs.length ?? 0) : 0;
    return before - result.removeCcs.length + result.addCcs.length <= facts.department.policy.cc.maxPerTicket;
  },
  'who is blocked, barred, the desk itself or the author is not copied': (facts, { addCcs }) =>
    addCcs.every(
      ({ address }) =>
        !facts.department.supportAddresses.includes(address) &&
        address !== facts.author.address &&
        address.includes('@') &&
        !(address.endsWith('@barred.test') && facts.department.policy.cc.blocklist !== ''),
    ),
  'nobody is lost: named people are on the ticket, copied, or listed with the reason': (facts, result) => {
    if (!hasComment(result)) return true;
    const ticket = result.effect === 'COMMENT' ? facts.ticket : null;
    const onTicket = [ticket?.requester, ...(ticket?.ccs ?? [])];
    const there = new Set(onTicket.flatMap((one) => (one ? [one.id, one.address] : [])));
    const accounted = [...result.addCcs, ...result.notCopied, ...(result.requester ? [result.requester] : [])];
    return [...facts.message.to, ...facts.message.cc].every(
      ({ address, support, party }) =>
        support ||
        address === facts.author.address ||
        (party !== null && party.id === facts.author.party?.id) ||
        there.has(address) ||
        (party !== null && there.has(party.id)) ||
        accounted.some((one) => one.address === address),
    );
  },
  'whom an agent removed does not come back by answering an old mail': (facts, { addCcs, effect }) =>
    effect !== 'COMMENT' ||
    facts.message.namedInAnswered?.length === 0 ||
    !addCcs.some(({ partyId }) => partyId !== null && facts.ticket?.removedByAgentIds.includes(partyId)),
  'only CCs are removed, and never the author': (facts, { removeCcs }) =>
    removeCcs.every(
      ({ personId }) =>
        personId !== facts.author.party?.id && facts.ticket?.ccs.some((person) => person.id === personId) === true,
    ),
  'only staff follow, by proven staff alone': (facts, { addFollowers }) => {
    if (addFollowers.length === 0) return true;
    const known = [facts.author, ...facts.message.to, ...facts.message.cc].map(({ party }) => party);
    const find = (id: string): Party | null => known.find((one) => one?.id === id) ?? null;
    return isStaff(facts.author.party) && addFollowers.every(({ personId }) => isStaff(find(personId)));
  },
  'only staff set the status they like, and commands count only from them': (facts, { status, commands, changes }) =>
    isStaff(facts.author.party) ||
    (status?.rule !== 'status-chosen' && commands.length === 0 && Object.keys(changes).length === 0),
  'an answer of a customer who takes part is public': (facts, result) =>
    !isTheirTicket(facts) ||
    facts.author.party?.role !== 'END_USER' ||
    facts.author.party.state !== 'ACTIVE' ||
    result.effect !== 'COMMENT' ||
    facts.message.confidence === 'UNPROVEN' ||
    result.visibility === 'PUBLIC',
};

export const PROMISED = Object.keys(PROMISES);

/** Which promises a message breaks. `again`: the same, decided once more. */
export function brokenPromises(facts: InboundFacts, result: InboundResult, again: InboundResult): string[] {
  const broken = PROMISED.filter((name) => PROMISES[name]?.(facts, result) !== true);
  return JSON.stringify(result) === JSON.stringify(again) ? broken : [...broken, 'the same decision every time'];
}
