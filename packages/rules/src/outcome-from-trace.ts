import type { Check } from './trace.ts';
import type { Outcome } from './vocabulary.ts';

/**
 * Derives outcome and rule again from a stored trace, by evaluating each check's condition over the facts recorded
 * with it (not by reading `held`). Null when no recorded check decides.
 */
export function outcomeFromTrace(trace: readonly Check[]): { outcome: Outcome; rule: string } | null {
  void trace;
  throw new Error('not written');
}
