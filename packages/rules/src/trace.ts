import type { CommandResult } from './mail-commands.ts';
import type { Outcome } from './vocabulary.ts';

export type FactValue = string | number | boolean | null | readonly string[];

/** One check that was looked at: did it hold, why (a sentence for people), and the facts it saw. */
export type Check = { rule: string; held: boolean; because: string; facts: Record<string, FactValue> };

/**
 * How a message was decided. `rule` is the check that decided, the last of `trace`; `trace` has every check looked at,
 * in order; `otherwise` says in a sentence what would have made it otherwise.
 */
export type Decision = { outcome: Outcome; rule: string; trace: readonly Check[]; otherwise: string | null };

/** A decision as it is kept: by which version of the policy it was made, and what became of the commands in the mail. */
export type StoredDecision = Decision & { policyVersion: number; commands?: readonly CommandResult[] };
