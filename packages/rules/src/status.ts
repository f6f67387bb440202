import type { DepartmentPolicy } from './policy.ts';
import type { ActsAs, TicketStatus, Via, Visibility } from './vocabulary.ts';

export type StatusFacts = {
  /** The ticket's status before; null: the ticket is new. */
  current: TicketStatus | null;
  /** Of the comment; null when there is none. */
  visibility: Visibility | null;
  actsAs: ActsAs;
  via: Via;
  automatic: boolean;
  /** The status the action asks for (composer, API, `#status` of proven staff); null: none. */
  chosen: TicketStatus | null;
  /** The rule that decided the mail's visibility; null for everything but mail. */
  mailRule: string | null;
  policy: DepartmentPolicy;
};

/** The ticket's status afterwards and the rule that says so; null: it stays. */
export function statusAfter(facts: StatusFacts): { status: TicketStatus; rule: string } | null {
  void facts;
  throw new Error('not written');
}
