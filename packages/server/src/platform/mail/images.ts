import { decoded } from './parse/clean-html.ts';

/** What browsers draw and nothing else: no type of these holds a script, an address or a page. By the names mails use. */
const RASTER: Readonly<Record<string, string>> = {
  'image/png': 'image/png',
  'image/x-png': 'image/png',
  'image/apng': 'image/png',
  'image/jpeg': 'image/jpeg',
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/gif': 'image/gif',
  'image/webp': 'image/webp',
};

/** The type by which a file may be shown in place; null: it is only ever saved. */
export function rasterType(contentType: string): string | null {
  return RASTER[contentType.toLowerCase()] ?? null;
}

/** By the first bytes, in hex. */
const SIGNATURES: readonly (readonly [type: string, bytes: RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/u],
  ['image/jpeg', /^ffd8ff/u],
  ['image/gif', /^47494638(?:37|39)61/u],
  ['image/webp', /^52494646.{8}57454250/u],
];

/** What a file is by its first bytes; null: none of the images above. */
export function rasterTypeOfBytes(content: Uint8Array): string | null {
  const head = Buffer.from(content.subarray(0, 16)).toString('hex');
  return SIGNATURES.find(([, bytes]) => bytes.test(head))?.[0] ?? null;
}

/** `<img src="cid:…">`, as `cleanHtml` writes it: nothing within holds a `>`. */
const CID_IMAGE = /<img\b[^>]*? src="cid:([^"]*)"[^>]*>/gu;

/** The Content-IDs that cleaned HTML shows. */
export function shownContentIds(html: string): Set<string> {
  return new Set([...html.matchAll(CID_IMAGE)].map(([, id = '']) => decoded(id)));
}

/**
 * Cleaned HTML with what `sourceOf` gives in the place of each `cid:` address; null: the image's words stand there.
 *
 * @param sourceOf the address of a Content-ID's file, without a sign that means something in an attribute
 */
export function withImageSources(html: string, sourceOf: (contentId: string) => string | null): string {
  return html.replaceAll(CID_IMAGE, (image, id: string) => {
    const source = sourceOf(decoded(id));
    if (source !== null) return image.replace(/ src="[^"]*"/u, () => ` src="${source}"`);
    return / alt="([^"]*)"/u.exec(image)?.[1] ?? '';
  });
}
