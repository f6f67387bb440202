import { convert } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';

/** Containers in which mail programs put what they quote. */
const QUOTES: readonly ((tag: string, attributes: Record<string, string>) => boolean)[] = [
  (tag) => tag === 'blockquote',
  (_, { class: names = '' }) =>
    /(?:^|\s)(?:gmail_quote|gmail_extra|gmail_attr|yahoo_quoted|protonmail_quote|moz-cite-prefix|zmail_extra|tutanota_quote)(?:$|\s|_)/u.test(
      names,
    ),
  (_, { id = '' }) =>
    /^(?:x_)?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|reply-intro|mail-editor-reference)/iu.test(id),
];

const TAGS =
  'p div span br hr a b strong i em u s sub sup code pre ul ol li dl dt dd blockquote h1 h2 h3 h4 h5 h6 ' +
  'table thead tbody tfoot tr td th caption';

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: TAGS.split(' '),
  // No images: a picture from elsewhere tells its server who reads, and the attachments are listed anyhow.
  allowedAttributes: { a: ['href', 'title'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: ['style', 'script', 'textarea', 'option', 'noscript', 'title', 'head', 'svg', 'math', 'template'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }) },
};

const LINKS: sanitizeHtml.IOptions['allowedAttributes'] = {
  ...(ALLOWED.allowedAttributes as Record<string, string[]>),
  a: ['href', 'title', 'rel', 'target'],
};

/** HTML of a mail, cleaned by an allow-list: no script, style, image, form, event handler or strange URL survives. */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, { ...ALLOWED, allowedAttributes: LINKS }).trim();
}

/** The same, without the containers in which mail programs quote. */
export function cleanHtmlWithoutQuotes(html: string): string {
  return sanitizeHtml(html, {
    ...ALLOWED,
    allowedAttributes: LINKS,
    exclusiveFilter: ({ tag, attribs }) => QUOTES.some((isQuote) => isQuote(tag, attribs)),
  }).trim();
}

/** The text of an HTML part. Bounded, so that a table of a million cells costs no minute. */
export function textOfHtml(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 4_000_000, maxDepth: 100, maxChildNodes: 20_000 },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'blockquote', format: 'blockquote', options: { trimEmptyLines: true } },
    ],
  }).trim();
}

/** Do two texts say the same, whatever their line ends and spaces? */
export function sameText(one: string, other: string): boolean {
  return squeezed(one) === squeezed(other);
}

function squeezed(text: string): string {
  return text.replaceAll(/[\s\u00A0\u200B*_>]+/gu, '');
}
