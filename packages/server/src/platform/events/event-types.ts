/** What can happen to a ticket, in the past tense. `access.changed` happens to a person, `department.changed` to a department. */
export const eventTypes = [
  'ticket.created',
  'ticket.changed',
  'comment.added',
  'comment.made_internal',
  'cc.added',
  'cc.removed',
  'cc.restricted',
  'follower.added',
  'follower.removed',
  'warning.raised',
  'warning.resolved',
  'delivery.changed',
  'access.changed',
  'department.changed',
] as const;

export type EventType = (typeof eventTypes)[number];

/** Ids and small facts, never texts: what a viewer gets is read from the current rows. */
export type EventData = {
  commentId?: string;
  personId?: string;
  /** The session that ended, or the token that was revoked. */
  sessionId?: string;
  tokenId?: string;
  /** CCs whom the author left out of this one comment: its mails do not name them. */
  leftOutIds?: string[];
  warningId?: string;
  outboundMessageId?: string;
  /** What changed on the ticket, with the old and the new value (ids and words of enums, never texts). */
  changed?: Record<string, { from: string | null; to: string | null }>;
  /** The rule that caused a change of status or of who takes part. */
  rule?: string;
};
