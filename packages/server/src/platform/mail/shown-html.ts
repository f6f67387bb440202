import { globalId } from '../graphql/ids.ts';
import { rasterType, shownContentIds, withImageSources } from './images.ts';

/** A file as readers select it. */
export type AttachmentRow = { id: string; name: string; contentType: string; size: number; contentId: string | null };

export function attachmentUrl({ id }: Pick<AttachmentRow, 'id'>): string {
  return `/attachments/${globalId('Attachment', id)}`;
}

/** Where a mail can be fetched as it came: see `originalRoutes`. */
export function originalUrl(inboundMessageId: string): string {
  return `/originals/${globalId('InboundMessage', inboundMessageId)}`;
}

/**
 * A text's HTML as it is shown: the images that came with the mail have the addresses of their files, which are given out
 * to whoever may read the text.
 */
export function shownHtml(html: string | null, attachments: readonly AttachmentRow[]): string | null {
  if (html === null) return null;
  return withImageSources(html, (contentId) => {
    const file = imageOf(contentId, attachments);
    return file && attachmentUrl(file);
  });
}

/** The files, and whether each stands in the text: then a list of files need not name it again. */
export function withPlaces(
  attachments: readonly AttachmentRow[],
  html: string | null,
): (AttachmentRow & { inline: boolean })[] {
  const shown = html === null ? [] : [...shownContentIds(html)].map((contentId) => imageOf(contentId, attachments)?.id);
  return attachments.map((file) => ({ ...file, inline: shown.includes(file.id) }));
}

function imageOf(contentId: string, attachments: readonly AttachmentRow[]): AttachmentRow | null {
  return attachments.find((file) => file.contentId === contentId && rasterType(file.contentType) !== null) ?? null;
}
