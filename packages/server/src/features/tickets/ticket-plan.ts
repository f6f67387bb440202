import type {
  Decision,
  InboundResult,
  RatingScore,
  TicketPriority,
  TicketStatus,
  Told,
  Visibility,
  WarningKind,
} from '@copydesk/rules';
import type { EventData, EventType } from '../../platform/events/event-types.ts';
import type { Language } from '../../platform/language.ts';
import type { CommentVia } from '../comments/comment.entity.ts';
import type { Cause, JoinedVia } from '../copies/copies.entity.ts';
import type { WarningResolution } from '../warnings/warning.entity.ts';
import type { SidePlan } from './side-conversation-parts.ts';

/** A person whom the change brings into being: an end user with one address. Ids of a plan are made by its maker. */
export type NewPerson = { id: string; name: string; address: string; language?: Language | null };

export type NewComment = {
  id: string;
  authorId: string | null;
  visibility: Visibility;
  bodyText: string;
  bodyHtml?: string | null;
  quotedText?: string | null;
  via: CommentVia;
  decision?: (Decision & { policyVersion: number }) | null;
  told: readonly Told[];
  notCopied?: InboundResult['notCopied'];
  flags?: readonly string[];
  inboundMessageId?: string | null;
  clientKey?: string | null;
  /** Blobs must stand in the database already, or be written in the same transaction before. */
  attachments?: readonly {
    sha256: string;
    name: string;
    contentType: string;
    size: number;
    contentId: string | null;
  }[];
};

/** `helpCenterAccess`: of a CC; left out: they have it. */
export type Joining = { personId: string; via: JoinedVia; cause?: Cause | null; helpCenterAccess?: boolean };

/** `public`: a customer may know of it, and it counts in publicSeq. */
export type PlannedEvent = { type: EventType; public: boolean; data: EventData };

/** What one change does to one ticket, decided and not yet written. What is left out stays. */
export type TicketPlan = {
  ticketId: string;
  /** The seq the decision was made on; null: the ticket is new. */
  expectSeq: number | null;
  actorId: string | null;
  /** By which path, where neither the comment nor who joins says so: for the participant ledger. */
  via?: JoinedVia;
  create?: {
    departmentId: string;
    subject: string;
    status: TicketStatus;
    requesterId: string;
    assigneeId: string | null;
    priority?: TicketPriority;
    tags?: readonly string[];
    followUpOfId?: string | null;
    clientKey: string | null;
  };
  set?: {
    subject?: string;
    status?: TicketStatus;
    assigneeId?: string | null;
    departmentId?: string;
    requesterId?: string;
    mergedIntoId?: string;
    priority?: TicketPriority;
    /** All of them, as `readTags` spells them. */
    tags?: readonly string[];
  };
  newPeople?: readonly NewPerson[];
  comment?: NewComment;
  /** What stands beside the comment for the team alone, without attachments. */
  note?: NewComment;
  /** The comment is what its author had kept as their draft. */
  clearsDraft?: true;
  makeInternal?: { commentId: string };
  /** What it said before is kept as a revision. */
  editComment?: { commentId: string; bodyText: string; clientKey: string | null };
  deleteComment?: { commentId: string; wasPublic: boolean };
  addCcs?: readonly Joining[];
  /** `sticky`: removed by an agent, so that an old Reply-all does not bring them back. */
  removeCcs?: readonly { personId: string; sticky: boolean }[];
  /** The ticket that is merged into this one: its side conversations go on here. */
  mergeFromId?: string;
  /** Whom an old Reply-all does not bring in, though they are no CC that could be removed. */
  stickCcs?: readonly string[];
  /** Who may read the ticket in the help center, or no longer. */
  restrictCcs?: readonly { personId: string; helpCenterAccess: boolean }[];
  addFollowers?: readonly Joining[];
  removeFollowers?: readonly string[];
  raiseWarnings?: readonly { id: string; commentId: string | null; kind: WarningKind; message: string }[];
  /** A new rating, or the one with that id as it is now. */
  rating?: {
    id: string;
    commentId: string | null;
    closureSeq: number | null;
    score: RatingScore;
    remark: string | null;
    clientKey: string | null;
  };
  side?: SidePlan;
  resolveWarning?: { warningId: string; resolution: WarningResolution };
  /** In the order in which they happened; at least one. */
  events: readonly PlannedEvent[];
};

export type WrittenEvent = { id: string; seq: number; publicSeq: number | null; type: EventType };

/** What was written: the ticket's own columns afterwards, and the events with their places. */
export type WrittenTicket = {
  number: number;
  subject: string;
  status: TicketStatus;
  priority: TicketPriority;
  tags: string[];
  followUpOfId: string | null;
  mergedIntoId: string | null;
  seq: number;
  publicSeq: number;
  commentCount: number;
  publicCommentCount: number;
  createdAt: Date | string;
  updatedAt: Date | string;
  publicUpdatedAt: Date | string;
  warningCount: number;
  departmentId: string;
  commentCreatedAt: Date | string | null;
  events: WrittenEvent[];
};
