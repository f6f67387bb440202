import { Audit } from './features/audit/audit.entity.ts';
import { Attachment } from './features/comments/attachment.entity.ts';
import { Comment } from './features/comments/comment.entity.ts';
import { CommentRevision } from './features/comments/comment-revision.entity.ts';
import { Cc, Follower, RemovedCc } from './features/copies/copies.entity.ts';
import { Department } from './features/departments/department.entity.ts';
import { PolicyVersion } from './features/departments/policy-version.entity.ts';
import { Draft } from './features/drafts/draft.entity.ts';
import { InboundMessage, MessageReference } from './features/inbound/inbound-message.entity.ts';
import { MailAccount } from './features/mail-accounts/mail-account.entity.ts';
import { OutboundMessage, ReplyAddress } from './features/notifications/outbound-message.entity.ts';
import { Address } from './features/people/address.entity.ts';
import { Organization } from './features/people/organization.entity.ts';
import { DepartmentMember, Person } from './features/people/person.entity.ts';
import { Token } from './features/people/token.entity.ts';
import { Presence } from './features/presence/presence.entity.ts';
import { Rating, RatingLink } from './features/ratings/rating.entity.ts';
import {
  SideConversation,
  SideMessage,
  SideMessageReference,
  SideParticipant,
  SideReplyAddress,
} from './features/side-conversations/side-conversation.entity.ts';
import { Ticket } from './features/tickets/ticket.entity.ts';
import { AutomationDue, AutomationFill } from './features/triggers/automation.entity.ts';
import { Warning } from './features/warnings/warning.entity.ts';
import { Event, EventConsumer, EventEpoch } from './platform/events/event.entity.ts';
import { Blob } from './platform/storage/blob.entity.ts';

/** Every table of the desk. The tables of the session library and of the job queue are their own. */
export const entities = [
  Address,
  Attachment,
  Audit,
  AutomationDue,
  AutomationFill,
  Blob,
  Cc,
  Comment,
  CommentRevision,
  Department,
  DepartmentMember,
  Draft,
  Event,
  EventConsumer,
  EventEpoch,
  Follower,
  InboundMessage,
  MailAccount,
  MessageReference,
  Organization,
  OutboundMessage,
  Person,
  PolicyVersion,
  Presence,
  Rating,
  RatingLink,
  RemovedCc,
  ReplyAddress,
  SideConversation,
  SideMessage,
  SideMessageReference,
  SideParticipant,
  SideReplyAddress,
  Ticket,
  Token,
  Warning,
] as const;
