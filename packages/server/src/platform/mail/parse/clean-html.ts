import sanitizeHtml from 'sanitize-html';

/*
 * What is left of a mail's HTML. Nothing that runs, sends or covers anything, and nothing that is fetched:
 *
 * - an image that came with the mail stays as <img src="cid:…">; whoever shows it puts an address in that place
 * - an image from elsewhere stays as <img data-remote-src="https://…">, which no browser loads by itself
 * - an image of another kind is its alternative text
 *
 * What this makes, it makes again of itself.
 */

const TAGS =
  'p div span br wbr hr a b strong i em u s strike del ins sub sup small big mark code pre kbd samp var tt q cite abbr ' +
  'address bdi bdo ruby rt rp font center blockquote h1 h2 h3 h4 h5 h6 ul ol li dl dt dd figure figcaption img ' +
  'table caption colgroup col thead tbody tfoot tr td th section article header footer main';

/** Their text is no text of the mail: code, titles, what stands in for something that is not shown. */
const WITHOUT_THEIR_TEXT =
  'style script textarea select option noscript noembed noframes xmp iframe object title head svg math template';

const BOX = ['width', 'height', 'align', 'valign', 'bgcolor', 'nowrap'];

const ATTRIBUTES: Readonly<Record<string, string[]>> = {
  '*': ['dir', 'lang', 'align', 'style'],
  a: ['href', 'title', 'rel', 'target'],
  img: ['src', 'data-remote-src', 'alt', 'title', 'width', 'height', 'border', 'hspace', 'vspace'],
  font: ['color', 'face', 'size'],
  ol: ['start', 'type', 'reversed'],
  ul: ['type'],
  li: ['value'],
  hr: ['width', 'size', 'color'],
  table: [...BOX, 'border', 'cellpadding', 'cellspacing'],
  tr: BOX,
  td: [...BOX, 'colspan', 'rowspan'],
  th: [...BOX, 'colspan', 'rowspan', 'scope'],
  col: ['width', 'span'],
  colgroup: ['width', 'span'],
};

/** Words, numbers, colours and quoted names: no function but a colour's, so no address; no escape, no comment. */
const PLAIN_VALUE = /^(?=.{0,400}$)(?:[-\p{L}\p{N}\s.,%#'"!/+_]|(?:rgb|hsl)a?\([\d\s.,%/]{0,60}\))*$/isu;
/** Nothing that leaves its place on the page, and no table or grid of its own making. */
const DISPLAY = /^(?:none|block|inline|inline-block|list-item|table(?:-[a-z]+)*)$/iu;

const PROPERTIES =
  'color background background-color font font-family font-size font-style font-variant font-weight line-height ' +
  'letter-spacing word-spacing text-align text-decoration text-decoration-color text-decoration-line ' +
  'text-decoration-style text-indent text-transform vertical-align white-space word-break word-wrap overflow-wrap ' +
  'line-break direction unicode-bidi width min-width max-width height min-height max-height box-sizing float clear ' +
  'margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom ' +
  'padding-left border border-top border-right border-bottom border-left border-color border-style border-width ' +
  'border-top-color border-top-style border-top-width border-right-color border-right-style border-right-width ' +
  'border-bottom-color border-bottom-style border-bottom-width border-left-color border-left-style ' +
  'border-left-width border-radius border-collapse border-spacing table-layout caption-side empty-cells ' +
  'list-style list-style-type list-style-position';

const STYLES = {
  '*': {
    ...Object.fromEntries(PROPERTIES.split(' ').map((name) => [name, [PLAIN_VALUE]])),
    display: [DISPLAY],
  },
};

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: TAGS.split(' '),
  nonTextTags: WITHOUT_THEIR_TEXT.split(' '),
  allowedAttributes: ATTRIBUTES,
  allowedStyles: STYLES,
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid', 'data'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 200,
};

type Transformed = sanitizeHtml.Tag;

/** Cleans a mail's HTML by the tables above. `leaveOut`: whole elements, by what they were before. */
export function cleanHtml(html: string, leaveOut: (tag: string, attributes: Attributes) => boolean = never): string {
  return clean(html, storedImage, leaveOut);
}

/** The same for a mail that goes out: other people's programs load images unasked, so only what comes with it stays. */
export function cleanHtmlOfLetter(html: string): string {
  return clean(html, (tag, attributes) => {
    const image = storedImage(tag, attributes);
    return image.attribs['src']?.startsWith('cid:') ? image : wordsInstead(attributes);
  });
}

export type Attributes = Readonly<Record<string, string>>;

const never = () => false;

function clean(
  html: string,
  img: (tag: string, attributes: Attributes) => Transformed,
  leaveOut: (tag: string, attributes: Attributes) => boolean = never,
): string {
  const all = (tagName: string, attribs: Record<string, string>): Transformed =>
    (tagName === 'img' && onlyCounts(attribs)) || leaveOut(tagName, attribs) ? GONE : { tagName, attribs };
  const options = { ...OPTIONS, transformTags: { a: link, img, '*': all } };
  // What is taken away may have kept apart what cannot stand in each other: then what is left is read anew.
  let before = sanitizeHtml(withinDepth(html), options).trim();
  for (let passes = 1; passes < MOST_PASSES; passes += 1) {
    const after = sanitizeHtml(before, options).trim();
    if (after === before) return after;
    before = after;
  }
  return sanitizeHtml(before, { ...options, allowedTags: [] }).trim();
}

/** Tags that need no end, or end themselves by the next of their kind. */
const SHALLOW = new Set(
  'p li td th tr dt dd option thead tbody tfoot colgroup col br wbr hr img input meta link'.split(' '),
);
const DEEPEST = 1_000;
/** Mails that people write are the same after one; what is not after these is words alone. */
const MOST_PASSES = 5;

/** The parser takes quadratic time over what is nested: a megabyte of <div> would keep it busy for many seconds. */
function withinDepth(html: string): string {
  let depth = 0;
  return html.replaceAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>?/giu, (tag: string, end: string, name: string) => {
    if (SHALLOW.has(name.toLowerCase())) return tag;
    depth = end ? Math.max(0, depth - 1) : depth + 1;
    return depth > DEEPEST ? ' ' : tag;
  });
}

/** A tag of those that go with all that is in them. */
const GONE: Transformed = { tagName: 'template', attribs: {} };

/** A link leads out of the desk, to a page that learns nothing of it; one without an address of its own leads nowhere. */
function link(tagName: string, { href = '', rel: _rel, target: _target, ...rest }: Attributes): Transformed {
  const leads = /^\s*(?:https?:\/\/|mailto:|tel:)/iu.test(href);
  const away = { href: href.trim(), rel: 'noopener noreferrer nofollow', target: '_blank' };
  return { tagName, attribs: leads ? { ...rest, ...away } : { ...rest } };
}

const RASTER_DATA = /^data:image\/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+$/iu;

function storedImage(tagName: string, attributes: Attributes): Transformed {
  const { src = '', 'data-remote-src': remote = '', ...rest } = attributes;
  const source = src.trim() || remote.trim();
  const contentId = /^cid:(.{1,300})$/iu.exec(source)?.[1];
  if (contentId) return { tagName, attribs: { src: `cid:${encodedId(contentId)}`, ...rest } };
  if (RASTER_DATA.test(source)) return { tagName, attribs: { src: source.replaceAll(/\s/gu, ''), ...rest } };
  const address = webAddress(source);
  if (address) return { tagName, attribs: { 'data-remote-src': address, ...rest } };
  return wordsInstead(attributes);
}

function wordsInstead({ alt = '' }: Attributes): Transformed {
  return { tagName: 'span', attribs: {}, text: alt };
}

/** As it stands in the attribute: without a character that means something there. */
function encodedId(contentId: string): string {
  return encodeURIComponent(decoded(contentId).toWellFormed()).replaceAll("'", '%27');
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function webAddress(source: string): string | null {
  const url = URL.parse(source.startsWith('//') ? `https:${source}` : source);
  return url && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '' ? url.href : null;
}

/** A dot that nobody sees: it is there to tell its server who reads. */
function onlyCounts(attributes: Attributes): boolean {
  const size = (name: 'width' | 'height') => {
    const styled = new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*(\\d{1,5})(?:px)?\\s*(?:;|!|$)`, 'iu');
    return (
      styled.exec(attributes['style'] ?? '')?.[1] ?? /^\s*(\d{1,5})(?:px)?\s*$/iu.exec(attributes[name] ?? '')?.[1]
    );
  };
  const [width, height] = [size('width'), size('height')];
  const remote = attributes['data-remote-src'] !== undefined;
  return remote && width !== undefined && height !== undefined && Number(width) <= 2 && Number(height) <= 2;
}
