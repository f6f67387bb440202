import { createRequire } from 'node:module';
import EmailReplyParser from 'email-reply-parser';
import { splitQuoted } from '../src/platform/mail/parse/split-quoted.ts';
import { splitSignature, type Signer } from '../src/platform/mail/parse/split-signature.ts';
import { expectedOf, scoreOf, textOf, type ScoredSet } from './corpus.ts';

/** `signature`: all of it; `begins`: its first words, where its project says no more. Both empty: there is none. */
type Case = { file: string; text: string; signer: Signer | null; signature?: string; begins?: string };

const { getSignature } = createRequire(import.meta.url)('email-signature-detector') as {
  getSignature(text: string, from: { email: string; displayName: string }): { signature: string };
};

const squeezed = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();

function isRight({ signature, begins }: Case, found: string): boolean {
  if (signature !== undefined) return squeezed(found) === squeezed(signature);
  return begins === '' ? squeezed(found) === '' : squeezed(found).startsWith(squeezed(begins ?? ''));
}

/** What follows the author's own words: exactly as talon marked it, or as the tests of other projects say. */
export async function scoreSignatures(): Promise<ScoredSet[]> {
  return Promise.all([
    scored('signatures, marked', 'talon’s marked mails', marked(), 'talon (by its own tests)'),
    scored('signatures, tested', 'as other projects’ tests say', tested(), 'those projects (by their own tests)'),
  ]);
}

async function scored(set: string, says: string, cases: Case[], made: string): Promise<ScoredSet> {
  return {
    set,
    says,
    scores: [
      await scoreOf('Copydesk', cases, (one) =>
        isRight(one, splitSignature(splitQuoted(one.text).visible, one.signer).signature ?? ''),
      ),
      await scoreOf('email-reply-parser', cases, (one) => isRight(one, byRival(one.text))),
      await scoreOf('email-signature-detector', cases, (one) => isRight(one, byDetector(one))),
      { reader: made, right: cases.length, of: cases.length, misses: [] },
    ],
  };
}

/** The fragments that it takes for signatures, above the first that it takes for quoted. */
function byRival(text: string): string {
  const fragments = new EmailReplyParser().read(text).getFragments();
  const end = fragments.findIndex((fragment) => fragment.isQuoted());
  return (end < 0 ? fragments : fragments.slice(0, end))
    .filter((fragment) => fragment.isSignature())
    .map((fragment) => fragment.getContent())
    .join('\n');
}

function byDetector({ text, signer }: Case): string {
  const { name = '', address = '' } = signer ?? {};
  return getSignature(text, { email: address.includes('@') ? address : 'x@example.com', displayName: name }).signature;
}

function marked(): Case[] {
  return expectedOf<{ file: string; signature?: string }>('talon').flatMap(({ file, signature }) => {
    if (signature === undefined) return [];
    // Its own marks stand at the beginning of the lines.
    const text = textOf(file).replaceAll(/^#sig#/gmu, '');
    const sender = textOf(file.replace(/_body$/u, '_sender')).trim();
    return [
      {
        file,
        text,
        signer: { name: sender.includes('@') ? '' : sender, address: sender },
        signature: signature.replaceAll(/^#sig#/gmu, ''),
      },
    ];
  });
}

const REPLY = 'alfonsrv+mail-parser-reply/test/emails';
const ZAPIER = 'zapier+email-reply-parser/test/emails';

/** Read from the tests of those projects: how the signature begins, of a file of theirs. */
const TESTED: readonly [folder: string, file: string, begins: string][] = [
  [REPLY, 'email_1_1', '-Abhishek Kona'],
  [REPLY, 'email_1_3', '-Abhishek Kona'],
  [REPLY, 'email_sent_from_iPhone', 'Sent from my iPhone'],
  [REPLY, 'email_sent_from_BlackBerry', 'Sent from my BlackBerry'],
  [REPLY, 'email_sent_from_multi_word_mobile_device', 'Sent from my Verizon Wireless BlackBerry'],
  [REPLY, 'email_sent_from_not_signature', ''],
  [REPLY, 'email_headers_no_delimiter', ''],
  [REPLY, 'email_1_4', ''],
  [REPLY, 'email_1_5', ''],
  [REPLY, 'email_2_3', ''],
  [REPLY, 'email_nl_1_1', '-Maarten de Jong'],
  [REPLY, 'email_pl_1_1', 'Pozdrawiam, Jan'],
  [REPLY, 'email_pl_1_3', 'Z powazaniem, Jan'],
  [REPLY, 'begins_with_signature', 'Regards,'],
  [REPLY, 'email_swedish_2', '/John'],
  [REPLY, 'email_danish_1', 'Med venlig hilsen Anders Andersen'],
  [REPLY, 'email_danish_2', 'Hilsen Søren'],
  [REPLY, 'email_danish_5', 'Kh Peter'],
  [ZAPIER, 'correct_sig', '-- rick'],
  [ZAPIER, 'email_sig_delimiter_in_middle_of_line', ''],
  [ZAPIER, 'email_iPhone', 'Sent from my iPhone'],
  [ZAPIER, 'email_BlackBerry', 'Sent from my BlackBerry'],
  [ZAPIER, 'email_sent_from_my_not_signature', ''],
];

function tested(): Case[] {
  return TESTED.map(([folder, name, begins]) => {
    const file = `${folder}/${name}.txt`;
    return { file, text: textOf(file), signer: null, begins };
  });
}
