import { convert } from 'html-to-text';
import { cleanHtml, type Attributes } from './clean-html.ts';

/** Containers in which mail programs put what they quote. */
const QUOTES: readonly ((tag: string, attributes: Attributes) => boolean)[] = [
  // Without such a sign it is an indented passage of the author's own.
  (tag, { type = '', class: names = '', style = '' }) =>
    tag === 'blockquote' &&
    (/^cite$/iu.test(type) ||
      /quote|cite/iu.test(names) ||
      /border-left(?:-style|-width)?:(?!\s*(?:none|0))/iu.test(style)),
  (_, { class: names = '' }) =>
    /(?:^|\s)(?:gmail_quote|gmail_extra|gmail_attr|yahoo_quoted|protonmail_quote|moz-cite-prefix|zmail_extra|tutanota_quote)(?:$|\s|_)/u.test(
      names,
    ),
  (_, { id = '' }) =>
    /^(?:x_)?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|reply-intro|mail-editor-reference)/iu.test(id),
];

/** A mail's HTML, cleaned, without the containers in which mail programs quote. */
export function cleanHtmlWithoutQuotes(html: string): string {
  return cleanHtml(html, (tag, attributes) => QUOTES.some((isQuote) => isQuote(tag, attributes)));
}

/** The library would shout them. */
const HEADINGS = [1, 2, 3, 4, 5, 6].map((level) => ({ selector: `h${level}`, options: { uppercase: false } }));

/** The text of an HTML part; `marksQuotes`: with `>` before the lines of a blockquote. Bounded, so that a table of a million cells costs no minute. */
export function textOfHtml(html: string, { marksQuotes = true } = {}): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 4_000_000, maxDepth: 100, maxChildNodes: 20_000 },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      ...HEADINGS,
      { selector: 'blockquote', format: marksQuotes ? 'blockquote' : 'block', options: { trimEmptyLines: true } },
    ],
  }).trim();
}

/** Do two texts say the same, whatever their line ends, spaces, marks of lists and of what is bold? */
export function sameText(one: string, other: string): boolean {
  return wordsOf(one) === wordsOf(other);
}

/** Does one text say at least half as much as the other? */
export function saysMostOf(one: string, other: string): boolean {
  return wordsOf(one).length * 2 >= wordsOf(other).length;
}

/** What mail programs write into their text part where the HTML has a link or an image. */
const STAND_INS = /\[(?:image|cid|画像|inline image)\b[^\]\n]{0,300}\]|(?:https?:\/\/|mailto:)[^\s<>"]+/giu;

function wordsOf(text: string): string {
  return text.replaceAll(STAND_INS, '').replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/** What HTML says without a table, a list, a link, an image or a colour, its text says as well. */
const PLAIN_TAGS = new Set(['p', 'div', 'span', 'br', 'wbr', 'font']);
const OF_THE_PROGRAM =
  /^(?:(?:font|margin|padding|line|letter|word|white|text-indent|overflow|min|max|direction)\b|color:\s*(?:#0{3,6}|black|windowtext|rgb\(0,\s*0,\s*0\))$|background(?:-color)?:\s*(?:#f{3,6}|white|transparent|none|inherit|initial|rgb\(255,\s*255,\s*255\))$)/iu;

/** Is there more to cleaned HTML than its text? Most programs wrap plain words in the font and margins of their own. */
export function isFormatted(cleaned: string): boolean {
  for (const [, tag = '', rest = ''] of cleaned.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/gu)) {
    if (!PLAIN_TAGS.has(tag) || / (?:align|color)="/u.test(rest)) return true;
    const style = / style="([^"]*)"/u.exec(rest)?.[1] ?? '';
    if (style.split(';').some((one) => one !== '' && isShown(one.trim()))) return true;
  }
  return false;
}

function isShown(declaration: string): boolean {
  return (
    /^font-(?:weight:\s*(?:bold|[6-9]00)|style:\s*(?:italic|oblique))/iu.test(declaration) ||
    !OF_THE_PROGRAM.test(declaration)
  );
}
