import { Desk0001 } from './0001-desk.ts';
import { Auth0002 } from './0002-auth.ts';
import { InboundBody0003 } from './0003-inbound-body.ts';
import { Audit0004 } from './0004-audit.ts';
import { RevisionsMerges0005 } from './0005-revisions-merges.ts';
import { SideConversations0006 } from './0006-side-conversations.ts';
import { Triggers0007 } from './0007-triggers.ts';
import { MailTexts0008 } from './0008-mail-texts.ts';
import { PriorityTags0009 } from './0009-priority-tags.ts';
import { SearchPolicyVersions0010 } from './0010-search-policy-versions.ts';
import { RatingsPresenceDrafts0011 } from './0011-ratings-presence-drafts.ts';
import { Authentication0012 } from './0012-authentication.ts';
import { MailAccounts0014 } from './0014-mail-accounts.ts';
import { ReplyAddressSeenBy0015 } from './0015-reply-address-seen-by.ts';
import { MailLimits0017 } from './0017-mail-limits.ts';
import { MentionedMessages0018 } from './0018-mentioned-messages.ts';
import { ReadIndexes0019 } from './0019-read-indexes.ts';
import { ListedMails0020 } from './0020-listed-mails.ts';
import { DepartmentRevision0021 } from './0021-department-revision.ts';

/** All migrations, in order. The name is what the database remembers: never rename one that has been released. */
export const migrations = [
  { name: '0001-desk', class: Desk0001 },
  { name: '0002-auth', class: Auth0002 },
  { name: '0003-inbound-body', class: InboundBody0003 },
  { name: '0004-audit', class: Audit0004 },
  { name: '0005-revisions-merges', class: RevisionsMerges0005 },
  { name: '0006-side-conversations', class: SideConversations0006 },
  { name: '0007-triggers', class: Triggers0007 },
  { name: '0008-mail-texts', class: MailTexts0008 },
  { name: '0009-priority-tags', class: PriorityTags0009 },
  { name: '0010-search-policy-versions', class: SearchPolicyVersions0010 },
  { name: '0011-ratings-presence-drafts', class: RatingsPresenceDrafts0011 },
  { name: '0012-authentication', class: Authentication0012 },
  { name: '0014-mail-accounts', class: MailAccounts0014 },
  { name: '0015-reply-address-seen-by', class: ReplyAddressSeenBy0015 },
  { name: '0017-mail-limits', class: MailLimits0017 },
  { name: '0018-mentioned-messages', class: MentionedMessages0018 },
  { name: '0019-read-indexes', class: ReadIndexes0019 },
  { name: '0020-listed-mails', class: ListedMails0020 },
  { name: '0021-department-revision', class: DepartmentRevision0021 },
];
