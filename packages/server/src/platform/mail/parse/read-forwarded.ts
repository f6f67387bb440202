import EmailForwardParser from 'email-forward-parser';
import { canonicalAddress } from '@copydesk/rules';
import { authorIn, headersAt, isHeaderLine, SEPARATOR } from './quote-intro.ts';
import type { ForwardedMail } from './parsed-mail.ts';

/** The library's expressions take long over long texts; what somebody adds above a forward is shorter than this. */
const LONGEST = 40_000;

/**
 * Whose mail a forward passes on, and its text; null: it cannot be told. By email-forward-parser (Crisp's), which knows the
 * words of the mail programs in many languages; where it does not, by the headers that are shown.
 */
export function readForwarded(text: string, subject: string): ForwardedMail | null {
  const head = text.slice(0, LONGEST);
  const { forwarded, email, message } = new EmailForwardParser().read(head, subject);
  const { name, address: raw } = email.from;
  const found =
    forwarded && raw
      ? { name: name ?? '', raw, body: email.body ?? '', note: message ?? '' }
      : byHeaders(head.split('\n'));
  const address = canonicalAddress(found?.raw ?? '');
  if (!found || !/^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@.]+$/u.test(address)) return null;
  const body = `${found.body}${text.slice(LONGEST)}`.trim();
  if (body === '') return null;
  return { from: { name: found.name, address }, text: body, note: found.note.trim() };
}

type Found = { name: string; raw: string; body: string; note: string };

/** In tongues that the library does not know: a line that is drawn, and below it a block of headers. */
function byHeaders(lines: readonly string[]): Found | null {
  const at = lines.findIndex((_, place) => headersAt(lines, place));
  const drawn = lines.slice(0, Math.max(0, at)).findLastIndex((line) => line.trim() !== '');
  if (drawn < 0 || at - drawn > 2 || !SEPARATOR.test(lines[drawn] ?? '')) return null;
  const length = lines.slice(at).findIndex((line) => !isHeaderLine(line));
  if (length < 0) return null;
  const author =
    lines
      .slice(at, at + length)
      .map(authorIn)
      .find((said) => said !== null) ?? '';
  const [, name = '', raw = author] = /^"?([^"<]*?)"?\s*<([^<>]+)>$/u.exec(author) ?? [];
  return {
    name,
    raw,
    body: lines.slice(at + length).join('\n'),
    note: lines.slice(0, drawn).join('\n'),
  };
}
