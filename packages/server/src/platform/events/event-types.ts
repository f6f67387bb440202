import type { Audience } from '@copydesk/rules';

/** What can happen to a ticket, in the past tense. `access.changed` happens to a person, `department.changed` to a department. */
export const eventTypes = [
  'ticket.created',
  'ticket.changed',
  'ticket.merged',
  'comment.added',
  'comment.made_internal',
  'comment.edited',
  'comment.deleted',
  'cc.added',
  'cc.removed',
  'cc.restricted',
  'follower.added',
  'follower.removed',
  'warning.raised',
  'warning.resolved',
  'rating.given',
  'trigger.notified',
  'delivery.changed',
  'side_conversation.changed',
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
  sideConversationId?: string;
  /** The message that was added to it; left out: something else about it changed. */
  sideMessageId?: string;
  outboundMessageId?: string;
  ratingId?: string;
  /** The trigger that did this; such events set off no other trigger. */
  triggerId?: string;
  /** Whom its mail goes to. */
  audience?: Audience;
  /** What changed on the ticket, with the old and the new value (ids and words of enums, never texts). */
  changed?: Record<string, { from: string | null; to: string | null }>;
  /** The rule that caused a change of status or of who takes part. */
  rule?: string;
  /** By which path somebody came to take part or left, and by which mail. */
  via?: string;
  inboundMessageId?: string;
  /** With whom a ticket began. */
  requesterId?: string;
  assigneeId?: string;
  /** What a CC's restriction changed to. */
  helpCenterAccess?: boolean;
  /** On the ticket that was closed, and on the one that goes on. */
  mergedIntoId?: string;
  mergedFromId?: string;
};
