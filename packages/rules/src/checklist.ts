import { senderMay } from './confidence.ts';
import { always, rule } from './rule.ts';

/** Table 1, row by row. The engines put their tables together from these (see engines.ts). */

/** DESIGN "Sender confidence": tested first, changes nothing, answers nothing. */
export const senderUnproven = rule({
  rule: 'sender-unproven',
  sees: ['confidence', 'confidenceReasons', 'update', 'identified', 'fromTakesPart'],
  when: ({ confidence }) => !senderMay(confidence, 'BE_JUDGED'),
  decides: ({ update, identified, fromTakesPart }) =>
    update && (identified || fromTakesPart) ? 'INTERNAL' : 'SUSPENDED',
  held: ({ update, identified, fromTakesPart, confidenceReasons }) =>
    `${update && (identified || fromTakesPart) ? 'Internal' : 'Suspended'} because the sender may be forged. ` +
    confidenceReasons.join(' '),
  not: ({ confidence }) =>
    confidence === 'PROVEN' ? 'The sender is proven.' : 'Nothing is enforced against the sender.',
  otherwise:
    'A message that proves its sender (DMARC, or the reply address issued to them) would have been judged by the rules below.',
});

/** DESIGN "Sender confidence": staff powers need proof. */
export const staffNotProven = rule({
  rule: 'staff-not-proven',
  sees: ['staffAddress', 'confidence', 'update', 'author'],
  when: ({ staffAddress, confidence }) => staffAddress && !senderMay(confidence, 'ACT_AS_STAFF'),
  decides: null,
  held: ({ author, update }) =>
    `${author} is staff, but nothing proves that they sent it: judged as ${update ? 'a third party' : 'an end user'}.`,
  not: ({ staffAddress }) => (staffAddress ? 'The sender is staff, and proven.' : 'The sender is not staff.'),
  otherwise: null,
});

/** seeds/003, check 1: the ticket is identified, and the author cannot edit it and takes no part in it. */
export const outsiderIdentified = rule({
  rule: 'outsider-identified',
  sees: ['update', 'identified', 'mayEdit', 'takesPartAs', 'provenStaff', 'author'],
  when: ({ update, identified, mayEdit, takesPartAs }) => update && identified && !mayEdit && takesPartAs.length === 0,
  decides: 'INTERNAL',
  held: ({ author, provenStaff }) =>
    provenStaff
      ? `Internal because ${author} may not edit this ticket and is neither its assignee nor a follower nor a CC.`
      : `Internal because ${author} is neither the requester nor a CC of this ticket: a third party.`,
  not: ({ update, identified }) => {
    if (!update) return 'It opens a ticket.';
    return identified ? 'The author takes part in the ticket or may edit it.' : 'The ticket was not identified by us.';
  },
  otherwise: 'It would have been judged by the rules below if the author took part in the ticket, as a CC for example.',
});

/** seeds/003, check 2: only the thread points to the ticket, and the author cannot edit it. */
export const outsiderUnidentified = rule({
  rule: 'outsider-unidentified',
  sees: ['update', 'identified', 'mayEdit', 'author', 'privacy.cannotEditNoToken'],
  when: ({ update, identified, mayEdit }) => update && !identified && !mayEdit,
  decides: ({ 'privacy.cannotEditNoToken': setting }) => {
    if (setting === 'NEW_TICKET') return 'PUBLIC';
    return setting === 'PRIVATE_FLAG' ? 'INTERNAL' : 'SUSPENDED';
  },
  held: ({ author, 'privacy.cannotEditNoToken': setting }) => {
    const result = { NEW_TICKET: 'A new ticket', PRIVATE_FLAG: 'Internal' }[setting] ?? 'Suspended';
    return `${result} because ${author} may not edit the ticket, and only its thread, not our address, points to it.`;
  },
  not: ({ update, mayEdit }) => {
    if (!update) return 'It opens a ticket.';
    return mayEdit ? 'The author may edit the ticket.' : 'The ticket was identified by our address or token.';
  },
  otherwise:
    'A reply to the address in our own mail, or by somebody who takes part, would have been judged by the rules below.',
});

/** seeds/000 and the page on suspension causes: "CCs/followers limit reached". */
export const ccOverflow = rule({
  rule: 'cc-limit',
  sees: ['ccCount', 'newCcCount', 'cc.maxPerTicket', 'cc.overflowInbound'],
  when: ({ ccCount, newCcCount, 'cc.maxPerTicket': limit, 'cc.overflowInbound': overflow }) =>
    overflow === 'SUSPEND' && newCcCount > 0 && ccCount + newCcCount > limit,
  decides: 'SUSPENDED',
  held: ({ ccCount, newCcCount, 'cc.maxPerTicket': limit }) =>
    `Suspended because the CC limit is reached: ${ccCount} and ${newCcCount} new ones make more than ${limit}.`,
  not: ({ ccCount, newCcCount, 'cc.maxPerTicket': limit }) =>
    newCcCount > 0 && ccCount + newCcCount > limit
      ? `It names more CCs than ${limit}; this department keeps the first ones.`
      : 'It does not exceed the CC limit.',
  otherwise: 'Fewer people in To and Cc would have let it through.',
});

/** seeds/003, check 3: a CC left the requester out. */
export const ccWithoutRequester = rule({
  rule: 'cc-without-requester',
  sees: ['update', 'takesPartAs', 'requesterIsRecipient', 'outsideRecipients', 'cc.replyWithoutRequester'],
  when: ({ update, takesPartAs, requesterIsRecipient, outsideRecipients, 'cc.replyWithoutRequester': setting }) =>
    update &&
    takesPartAs.includes('CC') &&
    !takesPartAs.includes('REQUESTER') &&
    !requesterIsRecipient &&
    (setting === 'PRIVATE' || outsideRecipients.length > 0),
  decides: 'INTERNAL',
  held: ({ 'cc.replyWithoutRequester': setting }) =>
    setting === 'PRIVATE'
      ? 'Internal because the requester was not among the recipients.'
      : 'Internal because the requester was not among the recipients, and somebody else outside the desk was.',
  not: ({ takesPartAs, requesterIsRecipient }) => {
    if (takesPartAs.includes('REQUESTER')) return 'The author is the requester.';
    if (!takesPartAs.includes('CC')) return 'The author is no CC of the ticket.';
    return requesterIsRecipient
      ? 'The requester is among the recipients.'
      : 'The requester was left out, but it went to the desk alone, which this department makes public.';
  },
  otherwise: 'Public if the requester had been among the recipients (Reply all).',
});

/** seeds/003, check 4; seeds/004, last note: an agent who is the requester is a customer there. */
export const customer = rule({
  rule: 'customer',
  sees: ['update', 'provenStaff', 'takesPartAs', 'command'],
  when: ({ provenStaff, takesPartAs, command }) =>
    provenStaff ? takesPartAs.includes('REQUESTER') && command !== 'NOTE' : takesPartAs.length > 0,
  decides: 'PUBLIC',
  held: ({ update, provenStaff, takesPartAs }) => {
    if (provenStaff && !update) return 'Public because it opens a ticket.';
    if (provenStaff) return "Public because the agent is the ticket's requester, and so a customer here.";
    return `Public because the author is ${takesPartAs.includes('REQUESTER') ? 'the requester' : 'a CC'}.`;
  },
  not: ({ takesPartAs }) =>
    takesPartAs.includes('REQUESTER')
      ? 'The author is the requester, but staff, and asked for a note.'
      : 'The author is staff, not a customer.',
  otherwise: 'Customers cannot write internal notes.',
});

/** seeds/003, check 5: the role may not comment publicly. */
export const roleMayNot = rule({
  rule: 'role-may-not',
  sees: ['mayCommentPublicly', 'author'],
  when: ({ mayCommentPublicly }) => !mayCommentPublicly,
  decides: 'INTERNAL',
  held: ({ author }) => `Internal because ${author} may not comment publicly.`,
  not: 'The author may comment publicly.',
  otherwise: 'Public only if the author were allowed to comment publicly, whatever commands they write.',
});

const onlyFollows = (takesPartAs: readonly string[]): boolean => takesPartAs.join() === 'FOLLOWER';

/** seeds/003: "a follower's reply is seen by agents only"; seeds/000: "generally … an internal note". */
export const follower = rule({
  rule: 'follower',
  sees: ['takesPartAs', 'command', 'followers.replyPrivacy'],
  when: ({ takesPartAs, command, 'followers.replyPrivacy': setting }) =>
    setting === 'PRIVATE' && command !== 'PUBLIC' && onlyFollows(takesPartAs),
  decides: 'INTERNAL',
  held: 'Internal because the author only follows the ticket.',
  not: ({ takesPartAs, 'followers.replyPrivacy': setting }) => {
    if (!onlyFollows(takesPartAs)) return 'The author is not merely a follower.';
    return setting === 'PRIVATE'
      ? 'The author follows the ticket, but asked for a public reply.'
      : "Followers' replies are judged like any agent's here.";
  },
  otherwise: 'Public with the command #public true, or if the author were also assignee, requester or CC.',
});

/** seeds/003, check 6, and "Using the Mail API": `#note` and `#public false`. */
export const noteCommand = rule({
  rule: 'note-command',
  sees: ['command'],
  when: ({ command }) => command === 'NOTE',
  decides: 'INTERNAL',
  held: 'Internal because the author asked for a note.',
  not: 'The author did not ask for a note.',
  otherwise: 'It would have been judged by the rules below without the command (#note, #public false).',
});

/** seeds/003, check 7: "agent comments via email are public by default". */
export const mailDefault = rule({
  rule: 'mail-default',
  sees: ['command', 'agentMail.publicByDefault'],
  when: ({ command, 'agentMail.publicByDefault': byDefault }) => !byDefault && command !== 'PUBLIC',
  decides: 'INTERNAL',
  held: "Internal because agents' mail is not public by default here.",
  not: ({ 'agentMail.publicByDefault': byDefault }) =>
    byDefault ? "Agents' mail is public by default here." : 'The author asked for a public reply.',
  otherwise: 'Public with the command #public true.',
});

/** seeds/003, check 8: the ticket is private. */
export const ticketInternal = rule({
  rule: 'ticket-internal',
  sees: ['update', 'hasPublicComment'],
  when: ({ update, hasPublicComment }) => update && !hasPublicComment,
  decides: 'INTERNAL',
  held: 'Internal because the ticket has no public comment yet.',
  not: ({ update }) => (update ? 'The ticket has public comments.' : 'It opens a ticket.'),
  otherwise: 'Public once somebody has commented publicly, in the console for example.',
});

/** seeds/003, check 9: the mail has content that stood in an internal comment. */
export const repeatsInternalText = rule({
  rule: 'repeats-internal',
  sees: ['repeatsInternal', 'privacy.leakGuard'],
  when: ({ repeatsInternal, 'privacy.leakGuard': guards }) => guards && repeatsInternal,
  decides: 'INTERNAL',
  held: 'Internal because the mail repeats text of an earlier internal note.',
  not: ({ repeatsInternal }) =>
    repeatsInternal
      ? 'It repeats an internal note, which this department does not guard.'
      : 'It repeats no internal note.',
  otherwise: "Public without the internal note's text, also in the quoted part.",
});

/** seeds/003, check 10: none of the above. */
export const otherwisePublic = always({
  rule: 'otherwise',
  sees: [],
  decides: 'PUBLIC',
  held: 'Public because nothing speaks against it.',
  otherwise: 'Internal with the command #note.',
});
