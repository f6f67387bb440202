import EmailReplyParser from 'email-reply-parser';
import planer from 'planer';
import { isForward } from './kinds-of-mail.ts';
import { headersAt, introAt, SEPARATOR } from './quote-intro.ts';

/**
 * The libraries' expressions take quadratic time over hostile texts. What a person answers begins far before the first
 * of these, and a line longer than the second is nobody's "On Monday somebody wrote:".
 */
const LONGEST = 40_000;
const LONGEST_LINE = 1_000;

/**
 * Splits a text into what its author wrote and the history quoted in it.
 *
 * Two libraries in turn, because each knows what the other does not: planer (Mailgun's talon) cuts the history,
 * email-reply-parser then drops quoted fragments between the lines. Introductions that neither knows are put in their
 * words first, and what planer cuts must look like history (docs/mail.md has the figures). Signatures stay: they were
 * written (`splitSignature`).
 */
export function splitQuoted(text: string): { visible: string; quoted: string | null } {
  const { shortened, restore } = withoutLongLines(text.replaceAll('\r\n', '\n').replaceAll(/\n{4,}/gu, '\n\n\n'));
  const { visible, quoted } = splitHead(shortened);
  return { visible: restore(visible), quoted: quoted === null ? null : restore(quoted) };
}

function splitHead(whole: string): { visible: string; quoted: string | null } {
  if (whole.length <= LONGEST) return splitShort(whole);
  const end = whole.lastIndexOf('\n', LONGEST);
  const [head, tail] = [whole.slice(0, end), whole.slice(end)];
  const { visible, quoted } = splitShort(head);
  // History begins somewhere and goes on to the end: what follows the first part belongs to what that ended with.
  return quoted === null ? { visible: visible + tail.trimEnd(), quoted } : { visible, quoted: quoted + tail };
}

/** Puts a short word in the place of each long line; quote marks before it stay. */
function withoutLongLines(text: string): { shortened: string; restore: (text: string) => string } {
  const long: string[] = [];
  const lines = text.replaceAll('\uE000', '').split('\n');
  const shortened = lines.map((line) => {
    if (line.length <= LONGEST_LINE) return line;
    const said = line.replace(/^[>\s]{0,100}/u, '');
    long.push(said);
    return `${line.slice(0, line.length - said.length)}\uE000${long.length - 1}\uE000`;
  });
  const restore = (part: string) => part.replaceAll(/\uE000(\d+)\uE000/gu, (_, at: string) => long[Number(at)] ?? '');
  return { shortened: shortened.join('\n'), restore };
}

function splitShort(whole: string): { visible: string; quoted: string | null } {
  const { known, restore } = inKnownWords(whole);
  const cut = cutHistory(known);
  const fragments = new EmailReplyParser().read(cut).getFragments();
  const unquoted = fragments.filter((fragment) => !fragment.isQuoted()).map((fragment) => fragment.getContent());
  const visible = restore(unquoted.join('\n')).trim();
  const own = withoutEnds(visible, whole);
  const quoted = restOf(whole, own);
  return { visible: own, quoted: quoted === '' ? null : quoted };
}

/** An introduction that both libraries know. */
const KNOWN_INTRO = 'On Mon, Jan 1, 2018 at 1:00 PM, Somebody <somebody@example.com> wrote:';

/** Writes introductions of quotes in other languages and forms as the libraries know them. */
function inKnownWords(whole: string): { known: string; restore: (text: string) => string } {
  const lines = whole.split('\n');
  const known: string[] = [];
  const replaced: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const count = introAt(lines, at);
    if (count === 0) known.push(lines[at] ?? '');
    else {
      replaced.push(lines.slice(at, at + count).join('\n'));
      known.push(KNOWN_INTRO);
      at += count - 1;
    }
  }
  let next = 0;
  const restore = (text: string) => text.replaceAll(KNOWN_INTRO, () => replaced[(next += 1) - 1] ?? '');
  return { known: known.join('\n'), restore };
}

/**
 * Cuts the history off where planer does, if something there says that history begins; and where a block of headers does.
 * planer takes a date, or one word and a colon, for the beginning of one: an appointment would be lost in the quote.
 */
function cutHistory(whole: string): string {
  const lines = whole.split('\n');
  const found = lines.findIndex((_, at) => headersAt(lines, at));
  // Of what is passed on, the headers belong to what is said.
  const headers = found > 0 && isForward('', lines.slice(Math.max(0, found - 3), found).join('\n')) ? -1 : found;
  const cut = planer.extractFrom(whole, 'text/plain').trimEnd();
  const kept = cut.split('\n');
  const first = lines.findIndex((line, at) => line.trim() !== (kept[at]?.trim() ?? ''));
  const isHistory = first < 0 || beginsHistory(lines, first) || (headers >= 0 && first >= headers);
  const accepted = isHistory ? cut : whole;
  return headers > 0 ? accepted.split('\n').slice(0, headers).join('\n') : accepted;
}

function beginsHistory(lines: readonly string[], first: number): boolean {
  const at = lines.findIndex((line, place) => place >= first && line.trim() !== '');
  const line = lines[at]?.trim() ?? '';
  if (line.startsWith('>') || SEPARATOR.test(line) || introAt(lines, at) > 0 || headersAt(lines, at)) return true;
  // "… wrote:" in a language or form of its own.
  return lines.slice(at, at + 4).some((one) => /[:：]\s*$/u.test(one));
}

/** Without the signature below what they quoted, for it belongs to no answer, and lines drawn below the author's words. */
function withoutEnds(visible: string, whole: string): string {
  if (visible === whole.trim()) return visible;
  return withoutSignatureBelow(visible, whole)
    .replace(/(?:\n[ \t]*[-_=—]{4,}[ \t]*)+$/u, '')
    .trimEnd();
}

function withoutSignatureBelow(visible: string, whole: string): string {
  const lastQuote = whole.lastIndexOf('\n>');
  if (lastQuote < 0) return visible;
  const below = whole.slice(whole.indexOf('\n', lastQuote + 1)).trim();
  const isSignature = /^(?:--\s?|_{2,})\n/u.test(below) && below.length < 600;
  return isSignature && visible.endsWith(below) && visible !== below
    ? visible.slice(0, -below.length).trimEnd()
    : visible;
}

/** The lines of the whole that are not in the visible part, in order. */
function restOf(whole: string, visible: string): string {
  const kept = visible.split('\n').map((line) => line.trim());
  let next = 0;
  const rest = whole.split('\n').filter((line) => {
    const said = line.trim();
    if (next < kept.length && said === kept[next]) {
      next += 1;
      return false;
    }
    return true;
  });
  return rest.join('\n').trim();
}
