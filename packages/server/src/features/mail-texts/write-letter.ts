import { PRESET_POLICIES, type DepartmentPolicy } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';
import { renderTemplate, TemplateError, type Block } from '../../platform/mail/template.ts';
import type { MailKind, MailText, OwnTexts } from './mail-kinds.ts';
import { STAFF_KINDS } from './mail-kinds.ts';
import type { Letter } from './render-letter.ts';
import { valuesOf, type LetterFacts } from './template-variables.ts';
import { WORDS } from './templates/index.ts';

/** One letter to write. */
export type LetterBrief = { kind: MailKind; language: Language; banner: string | null; facts: LetterFacts };

/** Whose texts a letter is written by, the strongest first; behind them stand the desk's own. */
export type TextSources = {
  /** Of this one message, by a trigger. */
  given: { subject?: string | null | undefined; body?: string | null | undefined } | null;
  own: OwnTexts;
  policy: Pick<DepartmentPolicy, 'followers'>;
};

/** Why a text was not used. */
export type TextProblem = { kind: MailKind; language: Language; field: 'subject' | 'body'; error: TemplateError };

const LONGEST_SUBJECT = 500;

/** Writes a letter. A text that fails is passed over for the next one: no mail is lost by it. */
export function writeLetter(
  brief: LetterBrief,
  sources: TextSources,
  onProblem: (problem: TextProblem) => void,
): Letter {
  const { kind, language, facts } = brief;
  const footerKind = STAFF_KINDS.has(kind) ? 'STAFF_FOOTER' : 'FOOTER';
  const values = valuesOf(kind, facts, WORDS[language]);
  const write = (of: MailKind, field: 'subject' | 'body', given: Record<string, unknown>) =>
    firstThatWorks(candidates(of, field, language, sources), given, (error) =>
      onProblem({ kind: of, language, field, error }),
    );
  const body = write(kind, 'body', values);
  // Said once is enough.
  const footerFacts = body.saysReply ? { ...facts, replyMessage: '' } : facts;
  const footerValues = valuesOf(footerKind, footerFacts, WORDS[language]);
  return {
    language,
    subject: withNumber(facts.number, write(kind, 'subject', values).pieces),
    banner: brief.banner,
    body: body.pieces,
    footer: write(footerKind, 'body', footerValues).pieces,
  };
}

function candidates(kind: MailKind, field: 'subject' | 'body', language: Language, sources: TextSources): string[] {
  const { given, own } = sources;
  const isFooter = kind === 'FOOTER' || kind === 'STAFF_FOOTER';
  return [isFooter ? null : given?.[field], own[kind]?.[language]?.[field], standing(kind, field, language, sources)]
    .filter((text) => typeof text === 'string')
    .concat(WORDS[language].texts[kind][field]);
}

/** Followers' mails have a text in the policy, for every language. Left as it was, it is the desk's own in each. */
function standing(kind: MailKind, field: keyof MailText, _: Language, { policy }: TextSources): string | null {
  if (kind !== 'FOLLOWER') return null;
  const key = field === 'subject' ? 'mailSubject' : 'mailBody';
  const text = policy.followers[key];
  return text === PRESET_POLICIES.COPYDESK.followers[key] ? null : text;
}

type Rendered = { pieces: (string | Block)[]; saysReply: boolean };

function firstThatWorks(
  texts: readonly string[],
  values: Record<string, unknown>,
  onError: (error: TemplateError) => void,
): Rendered {
  for (const text of texts) {
    try {
      return { pieces: renderTemplate(text, values), saysReply: /reply_message|reply_type_message/u.test(text) };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      onError(error);
    }
  }
  throw new Error('None of the texts of a mail could be used.');
}

/**
 * One line that holds the ticket's number, whatever the template says: by it mail programs keep a ticket's mails
 * together, and the desk finds the ticket of an answer that has lost its other marks.
 */
function withNumber(number: number, pieces: readonly (string | Block)[]): string {
  const line = pieces.join('').replaceAll(/\s+/gu, ' ').trim().slice(0, LONGEST_SUBJECT);
  return new RegExp(`#${number}(?!\\d)`, 'u').test(line) ? line : `[#${number}] ${line}`.trim();
}
