import type { DepartmentPolicy } from './policy.ts';

/** What the open tickets of a department have that a new policy may touch. */
export type Standing = {
  /** Agents and admins who are CC of one. */
  staffCcs: number;
  followers: number;
  /** Tickets with more CCs than the new limit allows. */
  overLimit: number;
};

/**
 * What a new policy does to tickets as they stand, in sentences for the admin who makes it; none when nothing is touched.
 * Turning CCs on and off is said by `whatCcsExpose` and `whatCcsEnd`.
 */
export function policyEffects(from: DepartmentPolicy, to: DepartmentPolicy, standing: Standing): string[] {
  const { staffCcs, followers, overLimit } = standing;
  const effects: [says: boolean, sentence: string][] = [
    [
      to.cc.enabled && to.cc.maxPerTicket < from.cc.maxPerTicket && overLimit > 0,
      `${many(overLimit, 'open ticket has', 'open tickets have')} more than ${many(to.cc.maxPerTicket, 'CC', 'CCs')} ` +
        'already: they keep them, and take no more.',
    ],
    [
      to.cc.enabled && from.cc.allowAgents && !to.cc.allowAgents && staffCcs > 0,
      `Agents can no longer be copied: ${many(staffCcs, 'agent stays listed as CC and gets', 'agents stay listed as CC and get')} no mail as such.`,
    ],
    [
      from.followers.enabled && !to.followers.enabled && followers > 0,
      `Nobody follows tickets any more: ${many(followers, 'follower stays listed and is', 'followers stay listed and are')} told nothing. ` +
        'Turning followers on again brings it back.',
    ],
  ];
  return effects.filter(([says]) => says).map(([, sentence]) => sentence);
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
