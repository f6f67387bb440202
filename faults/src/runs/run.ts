import type { Chance } from '../chance.ts';
import type { Outcome } from '../report.ts';

export type RunOptions = {
  quick: boolean;
  /** How much of something: the quick form's, or what is asked for of the full form's. */
  size(full: number, quick: number): number;
  /** Its time has run out: nothing more is done to the desk, and what was done is counted. */
  isOver(): boolean;
  chance: Chance;
  /** The broken build to run instead of the desk. */
  broken: string | null;
  say(text: string): void;
};

/** One fault: what is done to the desk, and what it promises meanwhile. */
export type Fault = { says: string; run(options: RunOptions): Promise<Outcome> };
