import { freshPolicy } from '@copydesk/rules';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LANGUAGES, type Language } from '../../platform/language.ts';
import { renderTemplate, TEMPLATE_LIMIT, TemplateError } from '../../platform/mail/template.ts';
import { isFooter, type MailKind, type MailText } from './mail-kinds.ts';
import type { Letter, LetterEntry } from './render-letter.ts';
import { valuesOf, type LetterFacts } from './template-variables.ts';
import { WORDS } from './templates/index.ts';
import { writeLetter } from './write-letter.ts';

export type WrongTemplate = { field: 'subject' | 'body'; message: string };

const LONGEST_SUBJECT = 500;

/**
 * Tries a text of somebody's own on sample letters, rich and poor. Null: it can be used. `message` names the line and
 * the reason.
 *
 * @param language null: a text for mails in every language
 */
export async function checkMailTemplate(
  kind: MailKind,
  language: Language | null,
  text: { subject?: string | null; body?: string | null },
): Promise<WrongTemplate | null> {
  for (const field of ['subject', 'body'] as const) {
    const source = text[field];
    if (typeof source !== 'string') continue;
    const message = await whatIsWrong(kind, language ?? LANGUAGES, source, field);
    if (message !== null) return { field, message };
  }
  return null;
}

async function whatIsWrong(
  kind: MailKind,
  language: Language | readonly Language[],
  source: string,
  field: WrongTemplate['field'],
): Promise<string | null> {
  const longest = field === 'subject' ? LONGEST_SUBJECT : TEMPLATE_LIMIT;
  if (field === 'subject' && isFooter(kind)) return source === '' ? null : 'A footer has no subject: leave it empty.';
  if (source.trim() === '' || source.length > longest) return `It must be a text of 1 to ${longest} characters.`;
  try {
    for (const one of [language].flat()) {
      for (const facts of samples(one)) {
        renderTemplate(source, valuesOf(kind, facts, WORDS[one]));
        // One takes as long as its limits let it: the next has a turn of its own.
        await nextTurn();
      }
    }
    return null;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

/** A letter as the text would write it, about a ticket that does not exist. */
export function sampleLetter(kind: MailKind, language: Language, text: MailText, department: string): Letter {
  const shown = isFooter(kind) ? (kind === 'FOOTER' ? 'REPLY' : 'STAFF_COMMENT') : kind;
  const [facts] = samples(language, department);
  const own = { [kind]: { [language]: text } };
  return writeLetter(
    { kind: shown, language, banner: null, facts },
    { given: null, own, policy: freshPolicy() },
    ({ error }) => {
      throw error;
    },
  );
}

/** One letter with everything, and one with nothing that may be missing. */
function samples(language: Language, department = 'Claims'): [LetterFacts, LetterFacts] {
  const words = WORDS[language];
  const entry: LetterEntry = {
    author: 'Ada Novak',
    at: new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(0)),
    text: SAMPLE_TEXTS[language],
    html: null,
    attachments: ['plan.pdf (120 kB)'],
  };
  const rich: LetterFacts = {
    number: 1042,
    title: SAMPLE_TITLES[language],
    status: 'OPEN',
    department,
    requester: 'Rita Sato',
    ccs: ['Carl'],
    assignee: 'Ada Novak',
    link: 'https://desk.example/tickets/1042',
    recipient: 'Rita Sato',
    author: 'Ada Novak',
    entry,
    earlier: [entry],
    change: words.change.statusIs(words.status.SOLVED),
    reason: words.reason.follower,
    replyMessage: words.reply.team,
    followerReplyType: words.reply.followerInternal,
    rating: {
      url: 'https://desk.example/rate/sample',
      good: 'https://desk.example/rate/sample?score=good',
      bad: 'https://desk.example/rate/sample?score=bad',
    },
  };
  const poor: LetterFacts = {
    ...rich,
    ccs: [],
    assignee: null,
    entry: null,
    earlier: [],
    change: null,
    reason: null,
    replyMessage: '',
    rating: null,
  };
  return [rich, poor];
}

const SAMPLE_TITLES: Readonly<Record<Language, string>> = {
  en: 'Roof claim',
  ja: '屋根の損害について',
  cs: 'Škoda na střeše',
};

const SAMPLE_TEXTS: Readonly<Record<Language, string>> = {
  en: 'Please send us two photos of the roof.',
  ja: '屋根の写真を2枚お送りください。',
  cs: 'Pošlete nám prosím dvě fotografie střechy.',
};
