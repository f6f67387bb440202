import {
  AGENT_AS_REQUESTER,
  CANNOT_EDIT_NO_TOKEN,
  DIRECT_OUTSIDE_STATUSES,
  ENGINES,
  EXCLUDED_CONTACT_KINDS,
  MERGE_CC_POLICIES,
  NEW_ADDRESS_CREATES,
  NOTIFY_EVENTS,
  ON_CLOSED_REPLY,
  OVERFLOW_INBOUND,
  RATE_WHEN,
  REMOVE_VIA_INBOUND_EMAIL,
  REPLY_PRIVACY,
  REPLY_WITHOUT_REQUESTER,
  SOLE_ACCOUNT_RECIPIENT,
  THREAD_MATCHES,
} from './policy.ts';

/** What a key of the policy is and does. */
export type PolicyKey = Written & {
  /** `cc.maxPerTicket` */
  key: string;
  /** As the sources' table spells it: `cc.max_per_ticket`. */
  sourceKey: string;
  /** The effect, said to an admin. */
  sentence: string;
};

/** `bounds`: for INT the smallest and largest value, for TEXT the smallest and largest length. */
type Written =
  | { kind: 'BOOL'; bounds: null; values: null }
  | { kind: 'INT' | 'TEXT'; bounds: { min: number; max: number }; values: null }
  | { kind: 'ENUM' | 'SET' | 'LIST'; bounds: null; values: readonly string[] };

const bool: Written = { kind: 'BOOL', bounds: null, values: null };
const int = (min: number, max: number): Written => ({ kind: 'INT', bounds: { min, max }, values: null });
const text = (min: number, max: number): Written => ({ kind: 'TEXT', bounds: { min, max }, values: null });
const oneOf = (values: readonly string[]): Written => ({ kind: 'ENUM', bounds: null, values });
const someOf = (values: readonly string[]): Written => ({ kind: 'SET', bounds: null, values });
const inOrder = (values: readonly string[]): Written => ({ kind: 'LIST', bounds: null, values });

function row(sourceKey: string, written: Written, sentence: string): PolicyKey {
  const key = sourceKey.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
  return { key, sourceKey, ...written, sentence };
}

/** One row per key, in the order in which an admin reads them. */
export const policyKeys: readonly PolicyKey[] = [
  row('cc.enabled', bool, 'People can be copied (CC) on tickets of this department.'),
  row('cc.max_per_ticket', int(0, 500), 'A ticket takes at most this many CCs.'),
  row(
    'cc.overflow_inbound',
    oneOf(OVERFLOW_INBOUND),
    'A mail that names more CCs than the limit allows is suspended, or kept with the first ones copied.',
  ),
  row('cc.allow_agents', bool, 'Agents can be CCs; customers then see their names and addresses.'),
  row('cc.excluded_contact_kinds', someOf(EXCLUDED_CONTACT_KINDS), 'People in these states are never copied.'),
  row('cc.blocklist', text(0, 20_000), 'These addresses and domains are never copied and never follow.'),
  row('cc.light_agents_as_cc', bool, 'Light agents can be CCs.'),
  row('cc.end_users_may_add_by_email', bool, 'Customers add CCs by naming people in their mail.'),
  row('cc.end_users_may_add_in_portal', bool, 'Customers add CCs in the help center.'),
  row('cc.auto_add_email_recipients', bool, 'People named in a mail become CCs of its ticket.'),
  row('cc.extra_to_become_cc', bool, 'Further people in To become CCs, like those in Cc.'),
  row(
    'cc.new_address_creates',
    oneOf(NEW_ADDRESS_CREATES),
    'Copying an address that nobody is known by creates the person, or is refused.',
  ),
  row(
    'cc.remove_via_inbound_email',
    oneOf(REMOVE_VIA_INBOUND_EMAIL),
    'Who answers to all but leaves a CC out removes that CC, provided the requester is on the mail; or never.',
  ),
  row(
    'cc.remove_via_reply_editor',
    bool,
    'Dropping a CC in the composer removes them from the ticket; otherwise from that reply alone.',
  ),
  row('cc.portal_access', bool, 'CCs see their tickets in the help center and over the API.'),
  row(
    'cc.editor_removal_ends_portal_access',
    bool,
    'A CC whom the composer leaves out of one reply, and who stays a CC, can no longer read the ticket in the help center.',
  ),
  row('cc.notify_events', someOf(NOTIFY_EVENTS), 'CCs are written to about these.'),
  row(
    'cc.full_public_history_for_new_cc',
    bool,
    'A new CC gets all public comments since the ticket began; otherwise those from joining on.',
  ),
  row('cc.may_rate', oneOf(RATE_WHEN), 'When CCs are asked for a rating.'),
  row('cc.layout_field_removable', bool, 'The CC field can be taken off the forms while CCs are on.'),
  row('cc.field_in_layout', bool, 'The forms for tickets and replies have a CC field.'),
  row(
    'cc.reply_without_requester',
    oneOf(REPLY_WITHOUT_REQUESTER),
    "A CC's reply that leaves the requester out is internal, or public when it went to the desk alone.",
  ),
  row('followers.enabled', bool, 'Staff can follow tickets, unseen by customers.'),
  row('followers.agent_cc_becomes_follower', bool, 'An agent whom a colleague copies by mail also becomes a follower.'),
  row(
    'followers.auto_follow_replying_agent',
    bool,
    'An agent who replies by mail and is neither requester nor assignee becomes a follower.',
  ),
  row(
    'followers.reply_privacy',
    oneOf(REPLY_PRIVACY),
    "A follower's mailed reply is an internal note, or judged like any agent's.",
  ),
  row('followers.mail_subject', text(1, 500), "The subject of followers' mails."),
  row('followers.mail_body', text(1, 20_000), "The text of followers' mails."),
  row(
    'agent_mail.engine',
    oneOf(ENGINES),
    "How an agent's mailed reply is judged: by the checklist, by its recipients, or by whether a contact is among them.",
  ),
  row('agent_mail.public_by_default', bool, "Agents' mailed replies are public unless something says otherwise."),
  row(
    'agent_mail.sole_account_recipient',
    oneOf(SOLE_ACCOUNT_RECIPIENT),
    "With the engine by recipients: an agent's mail to the desk alone is a note, or a reply that is sent to everybody.",
  ),
  row(
    'agent_mail.direct_outside_status',
    oneOf(DIRECT_OUTSIDE_STATUSES),
    "The status after an agent's public mail that went to people outside directly; KEEP: no public mail of an agent changes the status.",
  ),
  row(
    'agent_mail.new_mail_agent_is_requester',
    bool,
    'An agent who mails the desk anew is the requester; otherwise the first customer among the recipients is.',
  ),
  row(
    'mailapi.enabled',
    bool,
    'Agents set things by commands in the first lines of their mails: #note, #public, #status, #assignee, #priority, #tags, #requester, #department.',
  ),
  row('privacy.leak_guard', bool, "An agent's mail that repeats text of an internal note is kept internal."),
  row(
    'privacy.cannot_edit_no_token',
    oneOf(CANNOT_EDIT_NO_TOKEN),
    'A reply by somebody outside the ticket, found by its thread alone, is suspended, a new ticket, or internal with a warning.',
  ),
  row(
    'privacy.agent_as_requester',
    oneOf(AGENT_AS_REQUESTER),
    'An agent who is the requester sees the internal notes of that ticket, or only in departments of their own (HIDE_PRIVATE_GROUPS), or not (HIDE_ALL).',
  ),
  row('ticket.first_comment_may_be_private', bool, 'A ticket may begin with an internal note.'),
  row(
    'ticket.on_closed_reply',
    oneOf(ON_CLOSED_REPLY),
    'A reply to a closed ticket opens a follow-up, or the ticket again.',
  ),
  row('ticket.reopen_on_customer_reply', bool, "A customer's reply opens a solved ticket again."),
  row('merge.cc_policy', oneOf(MERGE_CC_POLICIES), 'Whose CCs a merged ticket has.'),
  row('merge.cross_requester', bool, 'Tickets of different requesters can be merged, where CCs are on.'),
  row('side.enabled', bool, 'Agents can start side conversations.'),
  row('side.max_recipients', int(1, 500), 'A side conversation has at most this many people.'),
  row('side.max_external', int(0, 500), 'A side conversation has at most this many people outside.'),
  row('mail.batch_over', int(1, 500), 'A mail to more people than this is sent in batches.'),
  row('mail.hourly_soft', int(1, 10_000), 'More mails than this from one sender in an hour are suspended.'),
  row('mail.hourly_hard', int(1, 10_000), 'More mails than this from one sender in an hour are rejected.'),
  row(
    'mail.hourly_per_ticket',
    int(1, 10_000),
    'More mails than this on one ticket in an hour are suspended, but for those of proven staff.',
  ),
  row(
    'mail.hourly_acknowledgements',
    int(1, 10_000),
    'Whoever is proven to have written gets at most this many acknowledgements in an hour; everybody else one.',
  ),
  row(
    'mail.forward_sets_requester',
    bool,
    "An agent's forward of a customer's mail makes the customer requester; what the agent adds is an internal note.",
  ),
  row('suspended.retention_days', int(1, 3650), 'Suspended mails are kept this many days.'),
  row('thread.match_order', inOrder(THREAD_MATCHES), 'By what a mail finds its ticket, in order.'),
  row('help_center.enabled', bool, 'Customers read and answer their tickets online; otherwise by mail alone.'),
  row('rating.requester', oneOf(RATE_WHEN), 'When the requester is asked for a rating.'),
];

/** What holds in every department and nobody can change, each with the sentence to show. */
export const policyInvariants: readonly { sourceKey: string; sentence: string }[] = [
  { sourceKey: 'cc.who_configures', sentence: 'Only admins change these settings.' },
  {
    sourceKey: 'cc.overflow in the API',
    sentence: 'A call that would exceed the CC limit is refused with limit and count; nobody is lost silently.',
  },
  { sourceKey: 'cc.allow_support_addresses', sentence: 'Support addresses are never copied.' },
  { sourceKey: 'cc.light_agents_may_add_by_email', sentence: 'Light agents add nobody by mail.' },
  {
    sourceKey: 'cc.portal_add_requires_portal',
    sentence: 'Customers add CCs online only where there is a help center.',
  },
  { sourceKey: 'cc.show_in_mail_headers', sentence: 'CCs are named in the headers of every mail to customers.' },
  { sourceKey: 'followers.limit', sentence: 'A ticket can have any number of followers.' },
];
