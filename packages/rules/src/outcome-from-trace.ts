import type { DecisionFacts } from './decision-facts.ts';
import { RULES } from './engines.ts';
import { outcomeOf } from './rule.ts';
import type { Check } from './trace.ts';
import type { Outcome } from './vocabulary.ts';

/**
 * Derives outcome and rule again from a stored trace, by evaluating each check's condition over the facts recorded
 * with it (not by reading `held`). Null when no recorded check decides, or one is of a rule that no longer exists.
 */
export function outcomeFromTrace(trace: readonly Check[]): { outcome: Outcome; rule: string } | null {
  for (const check of trace) {
    const row = RULES.get(check.rule);
    if (row === undefined || !row.sees.every((name) => name in check.facts)) return null;
    const facts = check.facts as unknown as DecisionFacts;
    const outcome = row.when(facts) ? outcomeOf(row, facts) : null;
    if (outcome !== null) return { outcome, rule: row.rule };
  }
  return null;
}
