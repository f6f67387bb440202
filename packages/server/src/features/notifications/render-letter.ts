import { Html, markup, trusted } from '../../platform/mail/html.ts';
import { cleanHtml } from '../../platform/mail/parse/html.ts';
import type { Letter, LetterEntry } from './letter.ts';

/** Above what was said before the new comment. */
const EARLIER = 'Earlier in this conversation, newest first';
const ATTACHMENTS = 'Attachments';
const RULE = '-- ';

/** The letter as plain text: all that the HTML says, in the same order. */
export function renderText(letter: Letter): string {
  const blocks = [
    letter.banner && `*** ${letter.banner} ***`,
    letter.lead,
    letter.entry && textOf(letter.entry),
    letter.earlier.length > 0 && `${EARLIER}:`,
    ...letter.earlier.map(textOf),
    // The dash, dash, space before a footer is what mail programs and splitters know (RFC 3676, 4.3).
    [RULE, ...letter.footer, letter.department].join('\n'),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function textOf({ author, at, text, attachments }: LetterEntry): string {
  const files = attachments.length > 0 ? `\n\n${ATTACHMENTS}: ${attachments.join(', ')}` : '';
  return `${author}, ${at}\n\n${text.trim()}${files}`;
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
  const { subject, department, banner, lead, entry, earlier, footer } = letter;
  const blocks = [
    banner && markup`<p style="${STYLES.banner}">${banner}</p>\n`,
    lead && markup`<p>${lead}</p>\n`,
    entry && htmlOf(entry),
    earlier.length > 0 && markup`<h2 style="${STYLES.earlier}">${EARLIER}</h2>\n`,
    ...earlier.map((one) => markup`<div style="${STYLES.entry}">\n${htmlOf(one)}</div>\n`),
    markup`<div style="${STYLES.footer}">\n${footer.map((line) => markup`<p style="${STYLES.line}">${line}</p>\n`)}`,
    markup`<p style="${STYLES.line}">${department}</p>\n</div>\n`,
  ];
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>:root { color-scheme: light dark; } table { max-width: 100%; }</style>
</head>
<body style="${STYLES.page}">
<div role="article" aria-label="${subject}" style="${STYLES.column}">
${blocks.filter((block) => block instanceof Html)}</div>
</body>
</html>
`.text;
}

function htmlOf({ author, at, text, html, attachments }: LetterEntry): Html {
  const files =
    attachments.length > 0 && markup`<p style="${STYLES.byline}">${ATTACHMENTS}: ${attachments.join(', ')}</p>\n`;
  return markup`<p style="${STYLES.byline}"><strong>${author}</strong>, ${at}</p>
<div>${html === null ? paragraphs(text) : trusted(cleanHtml(html))}</div>
${files || null}`;
}

/** Plain text with its paragraphs and line ends. */
function paragraphs(text: string): Html[] {
  const lines = (paragraph: string) => paragraph.split('\n').map((line, at) => (at === 0 ? line : markup`<br>${line}`));
  return text
    .trim()
    .split(/\n\s*\n/u)
    .map((paragraph) => markup`<p>${lines(paragraph)}</p>`);
}
