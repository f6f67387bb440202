import { PRESET_POLICIES } from '@copydesk/rules';
import type { MailWords, SaidChange } from '../mail-kinds.ts';

const subject = '[#{{ ticket.id }}] {{ ticket.title }}';

const status = {
  NEW: 'New',
  OPEN: 'Open',
  ANSWERED: 'Answered',
  ON_HOLD: 'On hold',
  SOLVED: 'Solved',
  CLOSED: 'Closed',
} as const;

export const en: MailWords = {
  locale: 'en-GB',
  texts: {
    REPLY: {
      subject,
      body: '{{ ticket.comments_formatted }}\n\n{% if rating_links %}How did we do?\n\n{{ rating_links }}{% endif %}',
    },
    ACKNOWLEDGEMENT: {
      subject: '[#{{ ticket.id }}] We have received your message',
      body:
        'Thank you for writing to {{ department.name }}. Your message has reached us as request #{{ ticket.id }}, ' +
        'and somebody will answer you here.',
    },
    NEW_CC: {
      subject,
      body:
        'You have been copied on this conversation with {{ department.name }}. From now on you get its replies.\n\n' +
        '{{ ticket.comments_formatted }}',
    },
    COMMENT_EDITED: {
      subject,
      body: 'An earlier message of this conversation has been corrected:\n\n{{ ticket.comments_formatted }}',
    },
    COMMENT_WITHDRAWN: {
      subject,
      body: '{{ department.name }} has withdrawn an earlier message of this conversation.',
    },
    TICKET_CHANGED: { subject, body: 'Your request #{{ ticket.id }} has been updated.\n\n{{ change }}' },
    RATING: {
      subject,
      body: 'How satisfied are you with our answer to your request #{{ ticket.id }}? Tell us here:\n\n{{ rating_links }}',
    },
    STAFF_COMMENT: { subject, body: '{{ ticket.comments_formatted }}' },
    STAFF_CHANGE: { subject, body: '{{ change }}\n\n{{ ticket.comments_formatted }}' },
    FOLLOWER: {
      subject: PRESET_POLICIES.COPYDESK.followers.mailSubject,
      body: PRESET_POLICIES.COPYDESK.followers.mailBody,
    },
    FOOTER: { subject: '', body: '{{ reply_message }}\n{{ department.name }}' },
    STAFF_FOOTER: { subject: '', body: '{{ reason }}\n{{ reply_message }}\n{{ department.name }}' },
  },
  status,
  internalNote: 'Internal note: only the team reads this.',
  doubts: {
    UNVERIFIED_SENDER: 'Careful: nothing proves who sent this; it may be forged.',
    THIRD_PARTY: 'The sender takes no part in this ticket.',
  },
  earlier: 'Earlier in this conversation, newest first',
  attachments: 'Attachments: ',
  comma: ', ',
  longer: '(The message is longer: ask us for the rest.)',
  byline: (at) => `, ${at}`,
  team: 'the team',
  colleague: (name) => name,
  customer: (name) => name,
  somebody: 'somebody else',
  desk: 'The desk',
  reply: {
    acknowledgement: 'To add something, reply to this mail.',
    team: 'Your reply reaches the team.',
    all: (names) => `A reply to all reaches ${names}.`,
    deskAlone: ' A reply to the desk alone is read by the team only.',
    deskAloneToo: ' A reply to the desk alone is public too.',
    internal: 'Your reply adds an internal note: it goes to the team only.',
    careful: (names) => `Careful: your reply becomes a public reply, which reaches ${names}.`,
    noteCommand: ' Begin it with #note to keep it internal.',
    followerInternal: 'Reply to this email to add an internal note to the request.',
    followerPublic: 'Reply to this email to add a comment to the request.',
  },
  rating: { good: 'Good, I am satisfied', bad: 'Bad, I am not satisfied' },
  reason: {
    follower: 'You follow this ticket; customers do not see that.',
    assignee: 'This ticket is assigned to you.',
    other: 'You take part in this ticket.',
  },
  change: {
    ticket: changed,
    byEvent: {
      'comment.made_internal': (who) => `${who} made a public comment internal. Customers no longer see it.`,
      'comment.edited': (who) => `${who} edited a comment.`,
      'comment.deleted': (who) => `${who} deleted a comment.`,
      'ticket.merged': (who) => `${who} merged this ticket with another one.`,
      'trigger.notified': () => 'A trigger of the department tells you of this ticket.',
    },
    rated: {
      GOOD: (who) => `${who} rated the answer: good.`,
      BAD: (who) => `${who} rated the answer: bad.`,
    },
    other: (who) => `${who} changed the ticket.`,
    statusIs: (now) => `Its status is now: ${now}.`,
  },
};

/** "Ada set the status from New to Open and assigned the ticket to Ben." */
function changed(who: string, change: SaidChange): string {
  const from = change.status?.from ? status[change.status.from] : 'none';
  const parts = [
    change.status ? `set the status from ${from} to ${status[change.status.to]}` : '',
    change.assignee?.to ? `assigned the ticket to ${change.assignee.to}` : '',
    change.assignee && !change.assignee.to ? 'took the assignee off the ticket' : '',
  ];
  return `${who} ${parts.filter(Boolean).join(' and ')}.`;
}
