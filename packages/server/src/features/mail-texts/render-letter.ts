import type { Language } from '../../platform/language.ts';
import { markup, trusted, type Html } from '../../platform/mail/html.ts';
import { cleanHtmlOfLetter } from '../../platform/mail/parse/clean-html.ts';
import type { Block } from '../../platform/mail/template.ts';
import type { MailWords } from './mail-kinds.ts';

/** What a mail says, before it has a form: texts, and comments that have a form of their own. */
export type Letter = {
  language: Language;
  subject: string;
  /** Above everything else; null for what customers may read as well. */
  banner: string | null;
  body: readonly (string | Block)[];
  footer: readonly (string | Block)[];
};

export type LetterEntry = {
  author: string;
  at: string;
  text: string;
  html: string | null;
  /** "roof.jpg (120 kB)" */
  attachments: readonly string[];
};

const RULE = '-- ';

/** The letter as plain text: all that the HTML says, in the same order. */
export function renderText({ banner, body, footer }: Letter): string {
  const blocks = [
    banner && `*** ${banner} ***`,
    tidy(body.join('')),
    // The dash, dash, space before a footer is what mail programs and splitters know (RFC 3676, 4.3).
    [RULE, ...linesOf(footer)].join('\n'),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

/** A comment as text. */
export function entryText({ author, at, text, attachments }: LetterEntry, words: MailWords): string {
  const files = attachments.length > 0 ? `\n\n${words.attachments}${attachments.join(words.comma)}` : '';
  return `${author}${words.byline(at)}\n\n${text.trim()}${files}`;
}

/** What a condition left empty leaves no gap. */
function tidy(text: string): string {
  return (
    text
      // Spaces are looked through from their first alone: from each, a comment of 90,000 of them took minutes.
      .replaceAll(/(?<![^\S\n])[^\S\n]+$/gmu, '')
      .replaceAll(/\n{3,}/gu, '\n\n')
      .trim()
  );
}

function linesOf(footer: Letter['footer']): string[] {
  return tidy(footer.join(''))
    .split('\n')
    .filter((line) => line.trim() !== '');
}

// No colour of its own but the note's (which names both of its colours), so that light and dark programs may choose.
const STYLES = {
  page: 'margin:0;padding:16px;font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5',
  column: 'max-width:640px;margin:0 auto;overflow-wrap:anywhere',
  banner:
    'margin:0 0 16px;padding:12px 16px;border-left:4px solid #b45309;background-color:#fef3c7;color:#451a03;font-weight:600',
  byline: 'margin:0 0 8px;font-size:14px',
  earlier: 'margin:32px 0 16px;font-size:16px;font-weight:600',
  entry: 'margin:0 0 24px;padding:0 0 0 16px;border-left:2px solid #9ca3af',
  footer: 'margin:32px 0 0;padding:12px 0 0;border-top:1px solid #9ca3af;font-size:14px',
  line: 'margin:0 0 4px',
} as const;

/** The letter as HTML that loads nothing: one column that fits any width, readable by a screen reader in order. */
export function renderHtml(letter: Letter): string {
  const { language, subject, banner, body, footer } = letter;
  const blocks = [
    banner && markup`<p style="${STYLES.banner}">${banner}</p>\n`,
    ...body.map((piece) => (typeof piece === 'string' ? paragraphs(tidy(piece)) : piece.html)),
    markup`<div style="${STYLES.footer}">\n${linesOf(footer).map((line) => markup`<p style="${STYLES.line}">${line}</p>\n`)}`,
    markup`</div>\n`,
  ];
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>:root { color-scheme: light dark; } table { max-width: 100%; }</style>
</head>
<body style="${STYLES.page}">
<div role="article" aria-label="${subject}" lang="${language}" style="${STYLES.column}">
${blocks.filter((block) => typeof block === 'object').flat()}</div>
</body>
</html>
`.text;
}

/** Recipients share an entry: its HTML is made once for all of a language. */
const made = new WeakMap<LetterEntry, Map<MailWords, Html>>();

/** A comment as HTML. */
export function entryHtml(entry: LetterEntry, words: MailWords): Html {
  const known = made.get(entry) ?? new Map<MailWords, Html>();
  made.set(entry, known);
  const html = known.get(words) ?? newEntryHtml(entry, words);
  known.set(words, html);
  return html;
}

function newEntryHtml({ author, at, text, html, attachments }: LetterEntry, words: MailWords): Html {
  const files =
    attachments.length > 0 &&
    markup`<p style="${STYLES.byline}">${words.attachments}${attachments.join(words.comma)}</p>\n`;
  return markup`<p style="${STYLES.byline}"><strong>${author}</strong>${words.byline(at)}</p>
<div>${html === null ? paragraphs(text) : trusted(cleanHtmlOfLetter(html))}</div>
${files || null}`;
}

/** What was said before the new comment. */
export function earlierHtml(earlier: readonly LetterEntry[], words: MailWords): Html {
  return markup`<h2 style="${STYLES.earlier}">${words.earlier}</h2>
${earlier.map((one) => markup`<div style="${STYLES.entry}">\n${entryHtml(one, words)}</div>\n`)}`;
}

/** Plain text with its paragraphs, line ends and web addresses. */
function paragraphs(text: string): Html[] {
  if (text.trim() === '') return [];
  const lines = (paragraph: string) =>
    paragraph.split('\n').map((line, at) => (at === 0 ? markup`${linked(line)}` : markup`<br>${linked(line)}`));
  return text
    .trim()
    .split(/\n\s*\n/u)
    .map((paragraph) => markup`<p>${lines(paragraph)}</p>`);
}

function linked(line: string): (Html | string)[] {
  return line
    .split(/(https?:\/\/[^\s<>"'（）「」、。]*[^\s<>"'.,;:!?)（）「」、。])/u)
    .map((part, at) => (at % 2 === 1 ? markup`<a href="${part}">${part}</a>` : part));
}
