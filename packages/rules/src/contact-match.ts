import { always, rule, type Rule } from './rule.ts';

/** Table 2, engine CONTACT_MATCH (Zoho): an agent's mail is public when one of the ticket's contacts got it. */
export const CONTACT_MATCH_ROWS: readonly Rule[] = [
  rule({
    rule: 'forward',
    sees: ['forward'],
    when: ({ forward }) => forward,
    decides: 'INTERNAL',
    held: 'Internal because it is a forwarded mail.',
    not: 'It is no forwarded mail.',
    otherwise: 'Public as a reply to the requester or a CC.',
  }),
  rule({
    rule: 'to-contact',
    sees: ['contactRecipients'],
    when: ({ contactRecipients }) => contactRecipients.length > 0,
    decides: 'PUBLIC',
    held: ({ contactRecipients }) => `Public because it went to ${contactRecipients.join(', ')}, on this ticket.`,
    not: 'Neither the requester nor a CC is among the recipients.',
    otherwise: 'Internal if neither the requester nor a CC had been among the recipients.',
  }),
  always({
    rule: 'no-contact',
    sees: [],
    decides: 'INTERNAL',
    held: 'Internal because neither the requester nor a CC was among the recipients.',
    otherwise: 'Public if the requester or a CC had been among the recipients.',
  }),
];
