export const TAGS_PER_TICKET = 50;
export const TAG_LENGTH = 60;

export type TagsRead = { ok: true; tags: readonly string[] } | { ok: false; message: string };

/**
 * Tags as the desk keeps them: lower-case, without spaces (`_` instead) and commas, each once, in alphabetical order.
 * Too many, or one that is too long, is refused with a sentence.
 */
export function readTags(given: readonly string[]): TagsRead {
  const tags = [...new Set(given.map(normalTag).filter((tag) => tag !== ''))].toSorted();
  const long = tags.find((tag) => tag.length > TAG_LENGTH);
  if (long !== undefined) {
    return { ok: false, message: `A tag has ${TAG_LENGTH} characters at most; “${long.slice(0, 20)}…” has more.` };
  }
  if (tags.length > TAGS_PER_TICKET) {
    return { ok: false, message: `A ticket has ${TAGS_PER_TICKET} tags at most; these are ${tags.length}.` };
  }
  return { ok: true, tags };
}

/** One spelling per tag: `  Roof  Leak ` is `roof_leak`. */
export function normalTag(tag: string): string {
  return tag
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s,]+/gu, ' ')
    .trim()
    .replaceAll(' ', '_');
}
