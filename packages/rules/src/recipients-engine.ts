import { always, rule, type Rule } from './rule.ts';

/** Table 2, engine RECIPIENTS: an agent's mailed reply is judged by whom it went to. */
export const RECIPIENTS_ROWS: readonly Rule[] = [
  /** seeds/004: "uplatněny pouze v případě, že jediným příjemcem … je e-mailový účet LiveAgent" */
  rule({
    rule: 'sole-address',
    sees: ['deskRecipients', 'outsideRecipients', 'agentMail.soleAccountRecipient'],
    when: ({ deskRecipients, outsideRecipients }) => deskRecipients.length === 1 && outsideRecipients.length === 0,
    decides: ({ 'agentMail.soleAccountRecipient': setting }) => (setting === 'REPLY_TO_ALL' ? 'PUBLIC' : 'INTERNAL'),
    held: ({ 'agentMail.soleAccountRecipient': setting }) =>
      setting === 'REPLY_TO_ALL'
        ? 'Public and sent to everybody on the ticket because it went to the desk alone.'
        : 'Internal because it went to the desk alone.',
    not: 'It did not go to one address of the desk alone.',
    otherwise:
      'The department says what mail to the desk alone is: a note, or a reply to everybody (agentMail.soleAccountRecipient).',
  }),
  /** seeds/004: "pouze e-mailové účty LiveAgent nebo další agenti, … interní zpráva" */
  rule({
    rule: 'only-staff',
    sees: ['recipientsBeyondStaff'],
    when: ({ recipientsBeyondStaff }) => recipientsBeyondStaff.length === 0,
    decides: 'INTERNAL',
    held: 'Internal because it went to the desk and to staff only.',
    not: ({ recipientsBeyondStaff }) => `It went to others than staff: ${recipientsBeyondStaff.join(', ')}.`,
    otherwise: 'Public if somebody outside the desk had been among the recipients.',
  }),
  /** seeds/004: "LiveAgent plus někoho jiného, … standardní zpráva, ale není odesílána příjemcům tiketu" */
  always({
    rule: 'direct-outside',
    sees: [],
    decides: 'PUBLIC',
    held: 'Public because the agent sent it to people outside the desk directly. The desk sends them nothing more.',
    otherwise: 'Internal if only the desk and staff had been among the recipients.',
  }),
];
