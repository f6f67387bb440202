import { rule, type Rule } from './rule.ts';

/** Table 0: what is settled before anybody asks whether a message is public. */
export const BEFORE_DECISION: readonly Rule[] = [
  /** A loop ends here. */
  rule({
    rule: 'own-mail',
    sees: ['ownMail'],
    when: ({ ownMail }) => ownMail,
    decides: 'REJECTED',
    held: 'Rejected because it is our own mail that came back.',
    not: 'It is not our own mail.',
    otherwise: null,
  }),
  /** A bounce or delay report belongs to the mail it is about; it is no comment. INTERNAL: only staff see deliveries. */
  rule({
    rule: 'delivery-report',
    sees: ['deliveryReport'],
    when: ({ deliveryReport }) => deliveryReport !== null,
    decides: ({ deliveryReport }) => (deliveryReport === 'MATCHED' ? 'INTERNAL' : 'SUSPENDED'),
    held: ({ deliveryReport }) =>
      deliveryReport === 'MATCHED'
        ? 'It reports on a mail we sent: the delivery is updated, and nothing is added to the ticket.'
        : 'Suspended because it reports on a delivery, and on no mail that we sent.',
    not: 'It is no delivery report.',
    otherwise: null,
  }),
  /**
   * Machines that answer each other by a ticket, each below its own limit. Quiet entries count: nobody is to drown in them.
   * A sender beyond the hard limit fills no list either.
   */
  rule({
    rule: 'ticket-rate-limit',
    sees: ['ticketMailsLastHour', 'mailsLastHour', 'recovered', 'mail.hourlyPerTicket', 'mail.hourlyHard'],
    when: ({ ticketMailsLastHour, recovered, 'mail.hourlyPerTicket': limit }) =>
      !recovered && ticketMailsLastHour > limit,
    decides: ({ mailsLastHour, 'mail.hourlyHard': hard }) => (mailsLastHour > hard ? 'REJECTED' : 'SUSPENDED'),
    held: ({ ticketMailsLastHour, mailsLastHour, 'mail.hourlyPerTicket': limit, 'mail.hourlyHard': hard }) =>
      `${mailsLastHour > hard ? 'Rejected' : 'Suspended'} because the ticket got ${mails(ticketMailsLastHour)} within the hour, more than ${limit}.`,
    not: ({ ticketMailsLastHour, recovered }) => {
      if (recovered) return 'An agent recovered it.';
      return ticketMailsLastHour === 0
        ? 'No limit of a ticket applies.'
        : `The ticket got ${mails(ticketMailsLastHour)} within the hour, which is fine.`;
    },
    otherwise: 'Fewer mails on its ticket within the hour would have let it through.',
  }),
  /** seeds/004 (scenario 4-22): automatic mail is recorded and answered by nothing. */
  rule({
    rule: 'automatic-reply',
    sees: ['automatic', 'ticketFound'],
    when: ({ automatic }) => automatic !== null,
    decides: ({ ticketFound }) => (ticketFound ? 'INTERNAL' : 'SUSPENDED'),
    held: ({ automatic, ticketFound }) =>
      ticketFound
        ? `Recorded quietly because it is an automatic reply (${automatic}).`
        : `Suspended because it is automatic (${automatic}) and belongs to no ticket.`,
    not: 'It is no automatic reply.',
    otherwise: 'A message that a person wrote would have been judged by the rules below.',
  }),
  /** Mail loops and floods; an agent who recovers a message is no flood. */
  rule({
    rule: 'rate-limit',
    sees: ['mailsLastHour', 'recovered', 'mail.hourlySoft', 'mail.hourlyHard'],
    when: ({ mailsLastHour, recovered, 'mail.hourlySoft': soft }) => !recovered && mailsLastHour > soft,
    decides: ({ mailsLastHour, 'mail.hourlyHard': hard }) => (mailsLastHour > hard ? 'REJECTED' : 'SUSPENDED'),
    held: ({ mailsLastHour, 'mail.hourlySoft': soft, 'mail.hourlyHard': hard }) =>
      mailsLastHour > hard
        ? `Rejected because the sender wrote ${mails(mailsLastHour)} within the hour, more than ${hard}.`
        : `Suspended because the sender wrote ${mails(mailsLastHour)} within the hour, more than ${soft}.`,
    not: ({ mailsLastHour, recovered }) =>
      recovered ? 'An agent recovered it.' : `The sender wrote ${mails(mailsLastHour)} within the hour, which is fine.`,
    otherwise: 'Fewer mails by this sender within the hour would have let it through.',
  }),
  /** What cannot be read safely is kept for an agent to look at. */
  rule({
    rule: 'malformed',
    sees: ['malformed'],
    when: ({ malformed }) => malformed !== null,
    decides: 'SUSPENDED',
    held: ({ malformed }) => `Suspended because the message is malformed: ${malformed}`.replace(/\.?$/u, '.'),
    not: 'The message is well-formed.',
    otherwise: 'A well-formed message would have been judged by the rules below.',
  }),
  /** A person whom an admin suspended or marked as spam opens and answers nothing by mail. */
  rule({
    rule: 'sender-barred',
    sees: ['author', 'authorState'],
    when: ({ authorState }) => authorState === 'SUSPENDED' || authorState === 'SPAM',
    decides: 'SUSPENDED',
    held: ({ author, authorState }) =>
      `Suspended because ${author} is ${authorState === 'SPAM' ? 'marked as spam' : 'suspended'}.`,
    not: 'The sender is not barred.',
    otherwise: 'It would have been judged by the rules below if the sender were not barred.',
  }),
];

function mails(count: number): string {
  return count === 1 ? '1 mail' : `${count} mails`;
}
