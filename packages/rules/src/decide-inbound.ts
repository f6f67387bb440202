import type { InboundFacts, InboundResult } from './inbound-facts.ts';

/** Decides an inbound message. Total and pure: the same facts give the same result, and it never throws. */
export function decideInbound(facts: InboundFacts): InboundResult {
  void facts;
  throw new Error('not written');
}
