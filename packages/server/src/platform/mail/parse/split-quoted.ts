import EmailReplyParser from 'email-reply-parser';
import planer from 'planer';

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
 * email-reply-parser then drops quoted fragments between the lines. Measured on 141 real replies with a known answer:
 * 116 exact together, 109 by planer alone, 93 by email-reply-parser alone. Signatures stay: they were written.
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
  const cut = planer.extractFrom(whole, 'text/plain').trimEnd();
  const fragments = new EmailReplyParser().read(cut).getFragments();
  const visible = fragments
    .filter((fragment) => !fragment.isQuoted())
    .join('\n')
    .trim();
  const quoted = restOf(whole, visible);
  return { visible, quoted: quoted === '' ? null : quoted };
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
