import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalAddress,
  decideInbound,
  isStaff,
  outcomeFromTrace,
  readMailCommands,
  repeatsInternal,
  whoIsToldOf,
  type Check,
  type InboundFacts,
  type InboundResult,
} from '../src/index.ts';
import { RULES } from '../src/engines.ts';
import { anyInboundFacts, anyToldEvent } from './arbitrary.ts';

const RUNS = { numRuns: 800 };

/** Holds for every message that the desk could get. */
function always(holds: (facts: InboundFacts, result: InboundResult) => void): void {
  fc.assert(
    fc.property(anyInboundFacts, (facts) => holds(facts, decideInbound(facts))),
    RUNS,
  );
}

const copyOf = (facts: InboundFacts): InboundFacts => JSON.parse(JSON.stringify(facts)) as InboundFacts;

describe('deciding any message', () => {
  it('is deterministic, and leaves the facts alone', () => {
    always((facts, result) => {
      const before = copyOf(facts);
      expect(decideInbound(copyOf(facts))).toEqual(result);
      expect(facts).toEqual(before);
    });
  });

  it('has a trace from which outcome and rule follow again, also out of storage and whatever `held` says', () => {
    always((_, { decision }) => {
      const stored = JSON.parse(JSON.stringify(decision.trace)) as Check[];
      const scrambled = stored.map((check) => ({ ...check, held: !check.held }));
      expect(outcomeFromTrace(scrambled)).toEqual({ outcome: decision.outcome, rule: decision.rule });
      expect(decision.trace.at(-1)).toMatchObject({ rule: decision.rule, held: true });
      expect(decision.trace.every(({ because }) => because !== '')).toBe(true);
    });
  });

  it('without proof, changes nobody on a ticket', () => {
    always(({ message }, result) => {
      if (message.confidence === 'PROVEN' || result.effect !== 'COMMENT') return;
      expect([result.addCcs, result.removeCcs, result.addFollowers]).toEqual([[], [], []]);
    });
  });

  it('UNPROVEN is never public, and changes neither people nor status, unless an agent recovered it', () => {
    always(({ message }, result) => {
      if (message.confidence !== 'UNPROVEN' || message.recovered !== null) return;
      expect(result.decision.outcome).not.toBe('PUBLIC');
      expect(result).toMatchObject({ status: null, requester: null, writesOutside: 'NOBODY' });
    });
  });

  it('a third party is never public on a ticket, and changes neither people nor status', () => {
    always((_, result) => {
      if (result.actsAs !== 'THIRD_PARTY' || result.effect !== 'COMMENT') return;
      expect(result).toMatchObject({
        visibility: 'INTERNAL',
        status: null,
        addCcs: [],
        removeCcs: [],
        addFollowers: [],
      });
    });
  });

  // oxlint-disable-next-line vitest/expect-expect -- the assertion stands behind the condition
  it('light agents and staff who may not comment publicly stay internal on the tickets of others', () => {
    always((facts, result) => {
      const { party } = facts.author;
      if (!isStaff(party) || result.effect !== 'COMMENT' || facts.ticket?.requester.id === party?.id) return;
      if (party?.role === 'LIGHT_AGENT' || party?.mayCommentPublicly === false)
        expect(result.visibility).toBe('INTERNAL');
    });
  });

  it('nobody is lost: each person in To and Cc is on the ticket, is copied, or is listed with the reason', () => {
    always((facts, result) => {
      if (result.effect !== 'COMMENT' && result.effect !== 'TICKET') return;
      const ticket = result.effect === 'COMMENT' ? facts.ticket : null;
      const people = [ticket?.requester, ...(ticket?.ccs ?? [])].flatMap((one) => (one ? [one.id, one.address] : []));
      const onTicket = new Set([...people, result.requester?.partyId, result.requester?.address]);
      const accounted = [...result.addCcs, ...result.notCopied].map(({ address }) => address);
      const named = [...facts.message.to, ...facts.message.cc].filter(({ address, support, party }) => {
        const isAuthor = address === facts.author.address || (party !== null && party.id === facts.author.party?.id);
        return !support && !isAuthor && !onTicket.has(address) && !onTicket.has(party?.id ?? '-');
      });
      expect([...new Set(accounted)].toSorted()).toEqual([...new Set(named.map(({ address }) => address))].toSorted());
      expect(new Set(accounted).size).toBe(accounted.length);
    });
  });

  it('copies only by public messages, within the limit, and never what is blocked', () => {
    always((facts, result) => {
      if (result.addCcs.length === 0) return;
      const { cc } = facts.department.policy;
      const before = result.effect === 'COMMENT' ? (facts.ticket?.ccs.length ?? 0) : 0;
      expect(result.visibility).toBe('PUBLIC');
      expect(cc.enabled).toBe(true);
      expect(before - result.removeCcs.length + result.addCcs.length).toBeLessThanOrEqual(cc.maxPerTicket);
      for (const { address } of result.addCcs) expect(cc.blocklist.split(' ')).not.toContain(address);
    });
  });

  it('only staff become followers', () => {
    always((facts, result) => {
      const known = [facts.author, ...facts.message.to, ...facts.message.cc].map(({ party }) => party);
      for (const { personId } of result.addFollowers)
        expect(isStaff(known.find((one) => one?.id === personId) ?? null)).toBe(true);
    });
  });

  it('reaches every rule of every table', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyInboundFacts, (facts) => {
        seen.add(decideInbound(facts).decision.rule);
      }),
      { numRuns: 12_000, seed: 1 },
    );
    const deciding = [...RULES.values()].filter(({ decides }) => decides !== null).map(({ rule }) => rule);
    expect([...seen].toSorted()).toEqual(deciding.toSorted());
  }, 30_000);
});

describe('writing about anything', () => {
  const telling = (
    holds: (event: Parameters<typeof whoIsToldOf>[0], told: ReturnType<typeof whoIsToldOf>) => void,
  ): void =>
    fc.assert(
      fc.property(anyToldEvent, (event) => holds(event, whoIsToldOf(event))),
      RUNS,
    );

  it('tells each person once, or says why not', () => {
    telling((_, { told, untold }) => {
      const ids = [...told, ...untold].map(({ personId }) => personId);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  it('never writes to the author, an acknowledgement excepted', () => {
    telling(({ author }, { told }) => {
      expect(told.filter(({ personId, mail }) => personId === author?.id && mail !== 'ACKNOWLEDGEMENT')).toEqual([]);
    });
  });

  it('tells nothing internal to anybody but staff', () => {
    telling(({ visibility, kind, ticket }, { told }) => {
      if (visibility === 'PUBLIC') return;
      const everybody = [ticket.requester, ticket.assignee, ...ticket.ccs, ...ticket.followers];
      const staff = new Set(everybody.filter((one) => isStaff(one)).map((one) => one?.id));
      const outside = told.filter(({ personId }) => !staff.has(personId));
      // A new CC who was added without a comment gets what is public so far.
      expect(outside.filter(({ mail }) => !(kind === 'CC_ADDED' && mail === 'HISTORY'))).toEqual([]);
    });
  });

  it('writes to nobody outside for a third party, an unproven sender, or when the mail went there directly', () => {
    telling(({ actsAs, confidence, writesOutside, kind }, { told }) => {
      if (kind === 'CC_ADDED') return;
      if (actsAs !== 'THIRD_PARTY' && confidence !== 'UNPROVEN' && writesOutside !== 'NOBODY') return;
      expect(told.filter(({ header }) => header !== 'HIDDEN')).toEqual([]);
    });
  });

  it('writes to nobody who has the mail, but for acknowledgements and what a new CC gets', () => {
    telling(({ mailRecipients, newCcIds }, { told }) => {
      for (const { address, mail, personId } of told) {
        if (mail === 'ACKNOWLEDGEMENT' || newCcIds.includes(personId)) continue;
        expect(mailRecipients).not.toContain(address);
      }
    });
  });
});

describe('texts of any kind', () => {
  it('are read without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (text, notes) => {
        readMailCommands(text);
        repeatsInternal(text, notes, notes);
        expect(canonicalAddress(canonicalAddress(text))).toBe(canonicalAddress(text));
      }),
    );
  });
});
