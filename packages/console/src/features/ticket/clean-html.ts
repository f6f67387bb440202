import DOMPurify from 'dompurify';

export type CleanHtml = { html: string; remoteImages: number };

/** Cleans a mail's HTML for showing. Remote images are counted, and left out unless asked for. */
export function cleanHtml(html: string, withImages: boolean): CleanHtml {
  const body = DOMPurify.sanitize(html, {
    RETURN_DOM: true,
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'video', 'audio', 'iframe', 'svg', 'math'],
    FORBID_ATTR: ['srcset', 'background', 'id', 'class'],
  }) as HTMLElement;
  let remoteImages = 0;
  for (const image of body.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? '';
    if (source.startsWith('data:image/') || source.startsWith('/')) continue;
    remoteImages += 1;
    if (!withImages) image.replaceWith(image.getAttribute('alt') ?? '');
  }
  for (const element of body.querySelectorAll<HTMLElement>('[style*="url("]')) element.removeAttribute('style');
  for (const link of body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  return { html: body.innerHTML, remoteImages };
}

/** A page of its own for the body: no scripts, nothing from outside but images that were asked for. */
export function bodyPage(
  html: string,
  withImages: boolean,
  colours: { scheme: 'light' | 'dark'; ink: string; link: string },
): string {
  const images = withImages ? "img-src data: https: http: 'self'" : "img-src data: 'self'";
  return `<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; ${images}">
<meta name="referrer" content="no-referrer">
<style>html{overflow:hidden;color-scheme:${colours.scheme}}body{margin:0;font:13.5px/1.5 system-ui,sans-serif;color:${colours.ink};
background:transparent;overflow-wrap:anywhere;max-width:76ch}a{color:${colours.link}}img{max-width:100%;height:auto}
blockquote{margin:0 0 0 2px;padding-left:10px;border-left:2px solid #8886}p{margin:0 0 8px}p:last-child{margin:0}
table{max-width:100%}pre{white-space:pre-wrap}</style>${html}`;
}
