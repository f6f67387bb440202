import type { DepartmentPolicy } from './policy.ts';
import type { NotCopiedReason, Party, UserErrorCode, Via } from './vocabulary.ts';

/** A wish to copy somebody on a ticket. */
export type CopyRequest = {
  /** The canonical address; null for a known person without one. */
  address: string | null;
  /** The person behind the address; null: nobody is known by it. */
  party: Party | null;
  ticket: {
    /** How many CCs the ticket has, including those that the same call added before this one. */
    ccCount: number;
    requesterId: string | null;
    isCcAlready: boolean;
    /** An agent removed them, and this mail does not answer one that left them out. */
    stickyRemoved: boolean;
  };
  department: { policy: DepartmentPolicy; supportAddresses: readonly string[] };
  /** Who asks; null: a customer whom the desk does not know yet. */
  actor: Party | null;
  via: Via;
};

export type Copyable = { ok: true } | { ok: false; code: UserErrorCode; reason: NotCopiedReason; message: string };

/** May this person become a CC? Whoever is one already may (it changes nothing). */
export function mayCopy(request: CopyRequest): Copyable {
  void request;
  throw new Error('not written');
}

export type FollowRequest = {
  party: Party;
  department: { policy: DepartmentPolicy };
  actor: Party | null;
};

export type Followable = { ok: true } | { ok: false; code: UserErrorCode; message: string };

/** May this person become a follower? Staff only, whom staff add (seeds/001). */
export function mayFollow(request: FollowRequest): Followable {
  void request;
  throw new Error('not written');
}

/** The CC limit of a ticket beside what it uses. A ticket over the limit keeps its CCs and takes no more. */
export function ccLimit(policy: DepartmentPolicy, used: number): { limit: number; used: number; over: boolean } {
  return { limit: policy.cc.maxPerTicket, used, over: used > policy.cc.maxPerTicket };
}
