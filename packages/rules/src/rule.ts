import type { DecisionFacts, FactsToSee } from './decision-facts.ts';
import type { Check, Decision, FactValue } from './trace.ts';
import type { Outcome } from './vocabulary.ts';

type Says<F> = string | ((facts: F) => string);

/** A row of a decision table. It is given the facts it names in `sees`, and the trace records exactly those. */
export type RuleOver<K extends keyof DecisionFacts> = {
  rule: string;
  sees: readonly K[];
  when: (facts: Pick<DecisionFacts, K>) => boolean;
  /** What it decides when it holds; null: it only changes how the author is judged, and the next row is asked. */
  decides: Outcome | null | ((facts: Pick<DecisionFacts, K>) => Outcome);
  /** Sentences for people: why it held, why not, and, for a row that decides, what would have made it otherwise. */
  held: Says<Pick<DecisionFacts, K>>;
  not: Says<Pick<DecisionFacts, K>>;
  otherwise: string | null;
};

export type Rule = RuleOver<keyof DecisionFacts>;

/** Writes a row; the types see to it that it looks at nothing but what it names. */
export function rule<const K extends keyof DecisionFacts>(row: RuleOver<K>): Rule {
  return row;
}

/** Writes a row that always holds: the last of a table, or one that only says what is so. */
export function always<const K extends keyof DecisionFacts>(row: Omit<RuleOver<K>, 'when' | 'not'>): Rule {
  return rule<K>({ ...row, when: () => true, not: row.held });
}

/** Asks the rows in order. The trace has every row asked; the last of them decided. */
export function decide(table: readonly Rule[], facts: FactsToSee): Decision {
  const trace: Check[] = [];
  for (const row of table) {
    const seen = pick(facts, row.sees);
    const held = row.when(seen);
    trace.push({ rule: row.rule, held, because: say(held ? row.held : row.not, seen), facts: { ...seen } });
    const outcome = held ? outcomeOf(row, seen) : null;
    if (outcome !== null) return { outcome, rule: row.rule, trace, otherwise: row.otherwise };
  }
  // Each table ends with a row that always holds; a table that did not would keep everything from the outside.
  return { outcome: 'INTERNAL', rule: 'otherwise', trace, otherwise: null };
}

/** What a row decides over these facts, when it holds. */
export function outcomeOf(row: Rule, facts: DecisionFacts): Outcome | null {
  return typeof row.decides === 'function' ? row.decides(facts) : row.decides;
}

/** Only the named facts, so that a row cannot look at others; typed as all of them, which `rule` has narrowed. */
function pick(facts: FactsToSee, names: readonly (keyof DecisionFacts)[]): DecisionFacts & Record<string, FactValue> {
  return Object.fromEntries(names.map((name) => [name, facts[name]()])) as DecisionFacts & Record<string, FactValue>;
}

function say(sentence: Says<DecisionFacts>, facts: DecisionFacts): string {
  return typeof sentence === 'function' ? sentence(facts) : sentence;
}
