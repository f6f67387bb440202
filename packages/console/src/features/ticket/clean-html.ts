import DOMPurify from 'dompurify';

export type CleanHtml = {
  html: string;
  /** Images from elsewhere, which are shown when they are asked for. */
  remoteImages: number;
  /** It paints with colours of its own, which were chosen for a white page. */
  hasColours: boolean;
};

/**
 * Cleans a mail's HTML for showing, whatever was done to it before: the server's allow-list is another program, which may
 * read strange HTML in another way than this browser does.
 */
export function cleanHtml(html: string, withImages: boolean): CleanHtml {
  const body = DOMPurify.sanitize(html, {
    RETURN_DOM: true,
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      'style',
      'form',
      'input',
      'button',
      'select',
      'textarea',
      'video',
      'audio',
      'source',
      'picture',
      'map',
    ],
    FORBID_ATTR: ['srcset', 'background', 'poster', 'id', 'class', 'name', 'usemap', 'action', 'tabindex', 'accesskey'],
  }) as HTMLElement | null;
  // A page of frames has no body to show.
  if (body === null) return { html: '', remoteImages: 0, hasColours: false };
  const images = [...body.querySelectorAll('img')];
  const remoteImages = images.filter((image) => settle(image, withImages)).length;
  for (const element of body.querySelectorAll<HTMLElement>('[style]')) keepInPlace(element.style);
  for (const link of body.querySelectorAll('a[href]')) {
    const leads = /^(?:https?:\/\/|mailto:|tel:)/iu.test(link.getAttribute('href') ?? '');
    if (!leads) link.removeAttribute('href');
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  const coloured = hasColours(body);
  if (!coloured) takeColours(body);
  return { html: body.innerHTML, remoteImages, hasColours: coloured };
}

/** Files of the desk's own, by the one path that gives them out; and drawings that stand in the text itself. */
const OWN = /^(?:\/attachments\/[\w-]+$|data:image\/(?:png|jpeg|gif|webp);base64,)/u;

/** True: the image is from elsewhere. It has an address only where it was asked for. */
function settle(image: HTMLImageElement, withImages: boolean): boolean {
  const source = image.getAttribute('src') ?? image.dataset.remoteSrc ?? '';
  delete image.dataset.remoteSrc;
  if (OWN.test(source)) return false;
  image.removeAttribute('src');
  const isRemote = /^https?:\/\//iu.test(source);
  if (isRemote && withImages) image.setAttribute('src', source);
  else image.replaceWith(placeOf(image));
  return isRemote;
}

/** Where an image would be: its words, in its size. */
function placeOf(image: HTMLImageElement): HTMLElement {
  const place = image.ownerDocument.createElement('span');
  const alt = image.getAttribute('alt') ?? '';
  place.textContent = alt;
  place.setAttribute('data-image', '');
  if (alt.trim() === '') place.setAttribute('aria-hidden', 'true');
  for (const side of ['width', 'height'] as const) {
    const pixels = /^\d{1,4}$/u.exec(image.getAttribute(side) ?? '')?.[0];
    if (pixels) place.style[side] = `${pixels}px`;
  }
  return place;
}

const NAMES_ADDRESS = /(?:url|image|image-set|src|element|cross-fade|attr|var|env)\s*\(/iu;
const LEAVES_PLACE = new Set(['position', 'z-index', 'content', 'cursor', 'behavior', '-moz-binding']);

/** As the browser itself reads the style: escapes and comments are resolved. */
function keepInPlace(style: CSSStyleDeclaration): void {
  for (const name of Array.from(style)) {
    if (LEAVES_PLACE.has(name) || NAMES_ADDRESS.test(style.getPropertyValue(name))) style.removeProperty(name);
  }
}

/** Black on white is no choice of colours: mail programs write it of themselves. */
const NO_CHOICE =
  /^(?:|#000|#000000|#fff|#ffffff|black|white|windowtext|window|transparent|inherit|initial|currentcolor|rgb\(0, 0, 0\)|rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\))$/iu;

const COLOURED = '[style],[bgcolor],[color]';

/** Then the words have the colours of the page that they stand on. */
function takeColours(body: HTMLElement): void {
  for (const element of body.querySelectorAll<HTMLElement>(COLOURED)) {
    for (const name of ['color', 'background', 'background-color']) element.style.removeProperty(name);
    for (const name of ['bgcolor', 'color']) element.removeAttribute(name);
  }
}

function hasColours(body: HTMLElement): boolean {
  for (const element of body.querySelectorAll<HTMLElement>(COLOURED)) {
    const { color, backgroundColor } = element.style;
    const given = [color, backgroundColor, element.getAttribute('bgcolor') ?? '', element.getAttribute('color') ?? ''];
    if (given.some((colour) => !NO_CHOICE.test(colour.trim()))) return true;
  }
  return false;
}

export type Sheet = { scheme: 'light' | 'dark'; ink: string; link: string; line: string };

/**
 * A page of its own for the body. Its policy allows nothing but styles and the desk's own files, and images from elsewhere
 * once they were asked for; no address is looked up before somebody follows a link.
 *
 * @param origin of the desk: "https://desk.example.com"
 */
export function bodyPage(html: string, withImages: boolean, sheet: Sheet, origin: string): string {
  const images = `img-src data: ${origin}/attachments/${withImages ? ' https: http:' : ''}`;
  return `<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; ${images}; form-action 'none'; base-uri 'none'">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="referrer" content="no-referrer">
<style>${stylesOf(sheet)}</style><body>${html}`;
}

function stylesOf({ scheme, ink, link, line }: Sheet): string {
  return `html{overflow:auto hidden;color-scheme:${scheme};scrollbar-width:thin}
body{margin:0;padding:1px;font:13.5px/1.5 system-ui,'Hiragino Sans','Noto Sans JP','Noto Sans CJK JP',sans-serif;color:${ink};
background:transparent;overflow-wrap:break-word}
body>:is(p,ul,ol,blockquote),body>div:not(:has(table,img)){max-width:76ch}
a{color:${link}}a:focus-visible{outline:2px solid ${link};outline-offset:1px}
img{max-width:100%}img:not([width]),img:not([height]){height:auto}
[data-image]{display:inline-block;box-sizing:border-box;max-width:100%;min-width:16px;min-height:16px;padding:2px 6px;
border:1px dashed ${line};border-radius:4px;font:12px/1.4 system-ui,sans-serif;overflow:hidden;vertical-align:middle}
blockquote{margin:0 0 0 2px;padding-left:10px;border-left:2px solid ${line}}p{margin:0 0 8px}p:last-child{margin:0}
pre{white-space:pre-wrap}`;
}
