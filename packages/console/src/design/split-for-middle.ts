/**
 * Splits a long text so that its end stays readable when the start is cut: of an address the domain stays, of a name
 * the last word. Lengths are in characters. A short text comes back whole, with an empty tail.
 */
export function splitForMiddle(text: string, keep = 14): { head: string; tail: string } {
  if (text.length <= keep + 8) return { head: text, tail: '' };
  const at = text.lastIndexOf('@');
  if (at > 0 && text.length - at <= keep * 2) return { head: text.slice(0, at), tail: text.slice(at) };
  return { head: text.slice(0, text.length - keep), tail: text.slice(text.length - keep) };
}
