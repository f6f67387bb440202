import type { InboundPartsFragment } from '../../gql/graphql.ts';

/** The checks that hold mail back, in words, by the rule's id. */
const RULE_WORD: Readonly<Record<string, string>> = {
  'own-mail': 'mail of the desk itself',
  'delivery-report': 'delivery report',
  'automatic-reply': 'automatic mail',
  'rate-limit': 'too many mails',
  malformed: 'malformed mail',
  'sender-barred': 'barred sender',
  'sender-unproven': 'sender may be forged',
  'staff-not-proven': 'colleague not proven',
  'outsider-identified': 'third party',
  'outsider-unidentified': 'unknown third party',
  'cc-limit': 'CC limit reached',
};

/** What holds a mail back, in a few words; a failure is a sentence already. */
export function causeWords({ cause, error }: Pick<InboundPartsFragment, 'cause' | 'error'>): string {
  if (cause === null || cause === undefined) return error ?? '';
  return RULE_WORD[cause] ?? cause.replaceAll('-', ' ');
}
